const FIN_AND_TEXT = 0x81;

/**
 * A whole WebSocket text message from a server (RFC 6455, section 5.2: final, unmasked), ready to be written to any
 * number of sockets. Encoded once for all who receive it.
 */
export function textFrame(text: string): Buffer {
  const byteLength = Buffer.byteLength(text);
  const headerLength = byteLength < 126 ? 2 : byteLength < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + byteLength);
  frame[0] = FIN_AND_TEXT;
  if (headerLength === 2) {
    frame[1] = byteLength;
  } else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(byteLength, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(byteLength), 2);
  }
  frame.write(text, headerLength);
  return frame;
}
