# Page and server are built in a first stage with everything it takes; what runs has them and the packages with machine code.
FROM node:26-slim AS build
WORKDIR /skein
RUN npm install --global --ignore-scripts pnpm@12.21.0
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.base.json ./
COPY apps ./apps
COPY packages ./packages
RUN pnpm install --frozen-lockfile --filter "@skein/web..." --filter "@skein/server..." \
  && pnpm --filter @skein/web --filter @skein/server build \
  && find . -name node_modules -type d -prune -exec rm -rf {} + \
  && pnpm install --frozen-lockfile --prod --filter "@skein/server..."

FROM node:26-slim
WORKDIR /skein
COPY --from=build /skein/package.json ./package.json
COPY --from=build /skein/node_modules ./node_modules
COPY --from=build /skein/apps/server/package.json ./apps/server/package.json
COPY --from=build /skein/apps/server/node_modules ./apps/server/node_modules
COPY --from=build /skein/apps/server/dist ./apps/server/dist
COPY --from=build /skein/apps/web/dist ./apps/web/dist
RUN mkdir /data && chown node:node /data
USER node
ENV SKEIN_DATA=/data
VOLUME /data
EXPOSE 8085
# Whatever port was chosen and whether it speaks TLS, the server says itself whether a message can be stored.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; const { SKEIN_PORT, SKEIN_TLS_CERT } = process.env; fetch(`http${SKEIN_TLS_CERT ? 's' : ''}://127.0.0.1:${SKEIN_PORT || 8085}/api/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# A crash ends the container; the restart policy (see docker-compose.yml) starts it again.
ENTRYPOINT ["node", "apps/server/dist/main.js"]
