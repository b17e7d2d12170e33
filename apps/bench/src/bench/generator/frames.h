// WebSocket frames of a client (RFC 6455): the headers of what comes in, masked frames out, and the upgrade.
#ifndef FRAMES_H
#define FRAMES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10, MAX_HEADER = 14 };

typedef struct {
  uint8_t opcode;
  const uint8_t *payload;
  size_t length;
  size_t whole; // header and payload
} frame;

/** Reads the header at `bytes`. 1 where the whole frame is there, 0 where more has to come. */
static int read_frame(const uint8_t *bytes, size_t available, frame *into) {
  if (available < 2) return 0;
  size_t header = 2;
  uint64_t length = bytes[1] & 0x7f;
  if (length == 126) {
    if (available < 4) return 0;
    length = (uint64_t)bytes[2] << 8 | bytes[3];
    header = 4;
  } else if (length == 127) {
    if (available < 10) return 0;
    length = 0;
    for (int i = 2; i < 10; i++) length = length << 8 | bytes[i];
    header = 10;
  }
  if (available - header < length) return 0;
  *into = (frame){bytes[0] & 0x0f, bytes + header, length, header + length};
  return 1;
}

/** Writes a masked frame to `out`, which has room for MAX_HEADER bytes more than the payload. Returns its length. */
static size_t write_frame(uint8_t *out, uint8_t opcode, const void *payload, size_t length, uint32_t seed) {
  size_t at = 0;
  out[at++] = 0x80 | opcode;
  if (length < 126) {
    out[at++] = 0x80 | (uint8_t)length;
  } else if (length < 65536) {
    out[at++] = 0x80 | 126;
    out[at++] = (uint8_t)(length >> 8);
    out[at++] = (uint8_t)length;
  } else {
    out[at++] = 0x80 | 127;
    for (int shift = 56; shift >= 0; shift -= 8) out[at++] = (uint8_t)((uint64_t)length >> shift);
  }
  // Never all zero: servers may skip unmasking then, and no browser would let them.
  uint32_t mixed = (seed * 2654435761u) | 0x01010101u;
  uint8_t mask[4];
  memcpy(mask, &mixed, 4);
  memcpy(out + at, mask, 4);
  at += 4;
  const uint8_t *bytes = payload;
  for (size_t i = 0; i < length; i++) out[at + i] = bytes[i] ^ mask[i & 3];
  return at + length;
}

/** Writes the request for an upgrade. `extra` is further header lines, each with its line end. */
static int write_upgrade(char *out, size_t size, const char *host, int port, const char *path, const char *extra) {
  return snprintf(out, size,
                  "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2tlaW4tYmVuY2gtbG9hZA==\r\n%s\r\n",
                  path, host, port, extra);
}

#endif
