// The floor: a WebSocket broadcaster in C, one thread, one epoll. What comes in from a client is framed once and goes to every
// client of its room (`/?room=ID`): with one send per delivery, or with `--coalesce` one send per client and turn.
// It speaks to the load generator only: no fragments, no messages above 64 KiB, no pings.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 1 << 16, ROOMS = 4096, BUFFER = 1 << 16, EVENTS = 512 };

typedef struct {
  char name[64];
  int *members, count, capacity;
} room;

typedef struct {
  int fd, room; // room is -1 until the upgrade
  bool is_dirty;
  uint8_t *in, *out;
  size_t in_length, out_length, out_capacity;
} client;

static client *clients[CLIENTS]; // by descriptor
static room rooms[ROOMS];
static int room_count, poller, dirty[CLIENTS], dirty_count;
static bool coalesces;

// SHA-1 (FIPS 180-4) of the short text that an upgrade is answered with.

static uint32_t rotate(uint32_t word, int by) { return word << by | word >> (32 - by); }

static void sha1(const char *text, uint8_t digest[20]) {
  uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  uint8_t data[128] = {0};
  size_t length = strlen(text), blocks = (length + 8) / 64 + 1;
  memcpy(data, text, length);
  data[length] = 0x80;
  for (int i = 0; i < 8; i++) data[blocks * 64 - 1 - (size_t)i] = (uint8_t)((uint64_t)length * 8 >> (8 * i));
  for (size_t block = 0; block < blocks; block++) {
    uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int i = 0; i < 80; i++) {
      const uint8_t *at = data + block * 64 + (size_t)i * 4;
      w[i] = i < 16 ? (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]
                    : rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
      uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
      uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
      uint32_t next = rotate(a, 5) + f + e + k + w[i];
      e = d, d = c, c = rotate(b, 30), b = a, a = next;
    }
    h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
  }
  for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(h[i / 4] >> (24 - i % 4 * 8));
}

static void base64(const uint8_t bytes[20], char text[29]) {
  static const char *letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint8_t padded[21] = {0};
  memcpy(padded, bytes, 20);
  for (int i = 0; i < 7; i++) {
    uint32_t word = (uint32_t)padded[i * 3] << 16 | (uint32_t)padded[i * 3 + 1] << 8 | padded[i * 3 + 2];
    for (int j = 0; j < 4; j++) text[i * 4 + j] = letters[word >> (18 - 6 * j) & 63];
  }
  text[27] = '=';
  text[28] = 0;
}

// Rooms and clients.

static int room_named(const char *name) {
  for (int i = 0; i < room_count; i++) if (!strcmp(rooms[i].name, name)) return i;
  if (room_count == ROOMS) exit(1);
  snprintf(rooms[room_count].name, sizeof rooms[0].name, "%s", name);
  return room_count++;
}

static void join_room(client *c, const char *name) {
  room *r = &rooms[c->room = room_named(name)];
  if (r->count == r->capacity) r->members = realloc(r->members, (size_t)(r->capacity = r->capacity * 2 + 16) * sizeof(int));
  r->members[r->count++] = c->fd;
}

static void leave(client *c) {
  if (c->room >= 0) {
    room *r = &rooms[c->room];
    for (int i = 0; i < r->count; i++) if (r->members[i] == c->fd) r->members[i] = r->members[--r->count];
  }
  clients[c->fd] = NULL;
  close(c->fd);
  free(c->in);
  free(c->out);
  free(c);
}

static void watch(client *c, uint32_t events, int how) {
  struct epoll_event event = {.events = events, .data.fd = c->fd};
  epoll_ctl(poller, how, c->fd, &event);
}

static void queue(client *c, const uint8_t *bytes, size_t length) {
  if (c->out_length + length > c->out_capacity) c->out = realloc(c->out, c->out_capacity = (c->out_length + length) * 2);
  memcpy(c->out + c->out_length, bytes, length);
  c->out_length += length;
}

static void flush(client *c) {
  ssize_t sent = send(c->fd, c->out, c->out_length, MSG_NOSIGNAL);
  if (sent <= 0) sent = 0;
  memmove(c->out, c->out + sent, c->out_length -= (size_t)sent);
  watch(c, EPOLLIN | (c->out_length ? EPOLLOUT : 0), EPOLL_CTL_MOD);
}

static void deliver(client *c, const uint8_t *bytes, size_t length) {
  if (coalesces) {
    queue(c, bytes, length);
    if (!c->is_dirty) dirty[dirty_count++] = c->fd;
    c->is_dirty = true;
    return;
  }
  ssize_t sent = c->out_length ? 0 : send(c->fd, bytes, length, MSG_NOSIGNAL);
  if (sent == (ssize_t)length) return;
  queue(c, bytes + (sent > 0 ? sent : 0), length - (size_t)(sent > 0 ? sent : 0));
  watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
}

static void flush_dirty(void) {
  for (int i = 0; i < dirty_count; i++) {
    client *c = clients[dirty[i]];
    if (!c) continue;
    c->is_dirty = false;
    ssize_t sent = send(c->fd, c->out, c->out_length, MSG_NOSIGNAL);
    if (sent < 0) sent = 0;
    c->out_length -= (size_t)sent;
    if (c->out_length == 0) continue;
    memmove(c->out, c->out + sent, c->out_length);
    watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
  }
  dirty_count = 0;
}

// What comes in.

static void broadcast(client *c, const uint8_t *masked, const uint8_t mask[4], size_t length) {
  uint8_t out[BUFFER + 4];
  size_t at = 0;
  out[at++] = 0x81;
  if (length < 126) out[at++] = (uint8_t)length;
  else out[at++] = 126, out[at++] = (uint8_t)(length >> 8), out[at++] = (uint8_t)length;
  for (size_t i = 0; i < length; i++) out[at + i] = masked[i] ^ mask[i & 3];
  room *r = &rooms[c->room];
  for (int i = 0; i < r->count; i++) deliver(clients[r->members[i]], out, at + length);
}

static size_t take_frame(client *c, const uint8_t *bytes, size_t available) {
  if (available < 6) return 0;
  size_t length = bytes[1] & 0x7f, header = 6;
  if (length == 126) length = (size_t)bytes[2] << 8 | bytes[3], header = 8;
  if (available < header + length) return 0;
  if ((bytes[0] & 0x0f) == 1) broadcast(c, bytes + header, bytes + header - 4, length);
  return header + length;
}

static size_t take_upgrade(client *c, const char *text, size_t available) {
  const char *end = memmem(text, available, "\r\n\r\n", 4);
  if (!end) return 0;
  char name[64] = "", key[64] = "", accept[29], answer[256];
  const char *wanted = memmem(text, available, "room=", 5), *given = strcasestr(text, "Sec-WebSocket-Key: ");
  if (wanted) sscanf(wanted + 5, "%63[^& ]", name);
  if (given) sscanf(given + 19, "%63[^\r]", key);
  char joined[128];
  snprintf(joined, sizeof joined, "%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
  uint8_t digest[20];
  sha1(joined, digest);
  base64(digest, accept);
  int length = snprintf(answer, sizeof answer, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                        "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept);
  join_room(c, name);
  queue(c, (uint8_t *)answer, (size_t)length);
  flush(c);
  return (size_t)(end - text) + 4;
}

static void receive(client *c) {
  ssize_t got = recv(c->fd, c->in + c->in_length, BUFFER - 1 - c->in_length, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return leave(c);
  c->in_length += (size_t)got;
  c->in[c->in_length] = 0;
  size_t at = 0;
  for (size_t taken = 1; taken > 0 && at < c->in_length; at += taken) {
    taken = c->room < 0 ? take_upgrade(c, (char *)c->in + at, c->in_length - at) : take_frame(c, c->in + at, c->in_length - at);
  }
  memmove(c->in, c->in + at, c->in_length -= at);
}

static void welcome(int listener) {
  for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
    int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    client *c = clients[fd] = calloc(1, sizeof *c);
    *c = (client){.fd = fd, .room = -1, .in = malloc(BUFFER)};
    watch(c, EPOLLIN, EPOLL_CTL_ADD);
  }
}

static int open_listener(void) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 1024) < 0) exit(1);
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("listening on %d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

int main(int count, char **arguments) {
  coalesces = count > 1 && !strcmp(arguments[1], "--coalesce");
  poller = epoll_create1(EPOLL_CLOEXEC);
  int listener = open_listener();
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[EVENTS];
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int ready = epoll_wait(poller, events, EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      client *c = events[i].data.fd == listener ? NULL : clients[events[i].data.fd];
      if (events[i].data.fd == listener) welcome(listener);
      else if (c && events[i].events & EPOLLOUT) flush(c);
      else if (c) receive(c);
    }
    flush_dirty();
  }
}
