// The load generator: one thread, one epoll, any number of WebSockets. It reads a plan and orders from standard input, line
// by line, and prints a line of JSON for each order.
//
//   protocol NAME VERSION   skein, ws, socket.io, nats, mqtt or xmpp; the version is the one that skein is greeted with
//   address HOST PORT
//   pid N                a process whose CPU time counts as the server's
//   room ID
//   socket ROOM LIVES COOKIE   ROOM counts from 0; LIVES streams must be live (skein); - is no cookie
//   connect              → {"connected":N}
//   run window N WARM_MS MEASURE_MS   N messages in flight in each room: when everybody has one, the next is posted
//   run rate N WARM_MS MEASURE_MS     N messages a second over all rooms, on a fixed schedule, whatever comes back
//   run pings N WARM_MS MEASURE_MS    nothing is posted; whoever heard nothing for N ms pings, as a real client does (skein)
//                        → {"deliveries":…}
//   end
//
// The body of every message begins with its number between two #. That is all that is looked for in what comes in, with
// memchr: nothing is parsed. Each message keeps how many members have yet to get it, and the XOR of a random word of each
// who got it: what is lost, comes twice or comes to the wrong socket shows in one of the two.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#include "frames.h"
#include "meters.h"

enum {
  BODY_BYTES = 130,
  DIGITS = 10,
  MARK_BYTES = DIGITS + 2,
  MESSAGES = 1 << 17,
  READ_BYTES = 256 * 1024,
  POST_BYTES = 1024,
  EVENTS = 512,
  CONNECTING_AT_ONCE = 64,
  SOCKETS_PER_ADDRESS = 500,
  UNANSWERED_AT_MOST = 64, // SPEC P6
  LISTEN_MS = 10,
  DRAIN_MS = 10000,
};

typedef enum { SKEIN, WS, SOCKET_IO, NATS, MQTT, XMPP, PROTOCOLS } protocol_kind;
typedef enum { WINDOW, RATE, PINGS } pace_kind;
static const char *PROTOCOL_NAMES[] = {"skein", "ws", "socket.io", "nats", "mqtt", "xmpp"};

typedef struct {
  char *id;
  uint32_t *members, count, capacity, next, check;
} room;

typedef struct {
  int fd;
  uint32_t room, lives, word, unanswered, held;
  enum { NEW, CONNECTING, UPGRADING, OPENING, READY } state;
  uint64_t heard_ns;
  bool awaits_pong;
  char *cookie;
  uint8_t *carry, *unsent;
  size_t carried, carry_capacity, unsent_length;
} connection;

typedef struct {
  uint64_t number, posted_ns, again_ns;
  uint32_t remaining, room, sender, seen;
} message;

static protocol_kind protocol;
static char host[64];
static int port;
static int pids[64], pid_count;
static unsigned version;
static room *rooms;
static uint32_t room_count;
static connection *connections;
static uint32_t connection_count, started, ready;
static message messages[MESSAGES];
static uint64_t last_number, refused_now;
static uint8_t read_buffer[READ_BYTES * 2];
static int poller, timer;
static char tag[16];
static uint64_t random_state = 88172645463325252ull;

typedef struct {
  uint64_t deliveries, reads, completed, acknowledged, refused, strays, wrong, late, pongs;
} counters;

static counters counted;
static uint64_t in_flight; // messages, and pings
static uint64_t silence_ns; // after which a client pings; 0 where nobody does
static bool is_posting, refills, is_measuring;

static void fail(const char *what, const void *detail, size_t length) {
  fprintf(stderr, "load: %s%s%.*s\n", what, length ? ": " : "", (int)(length > 300 ? 300 : length), (const char *)detail);
  exit(1);
}

static uint32_t random_word(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)(random_state >> 16);
}

// Sending.

static void watch(connection *c, bool for_writing) {
  struct epoll_event event = {.events = EPOLLIN | (for_writing ? EPOLLOUT : 0), .data.u64 = (uint64_t)(c - connections)};
  if (epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event) < 0) fail("epoll_ctl", strerror(errno), 40);
}

static void send_bytes(connection *c, const uint8_t *bytes, size_t length) {
  ssize_t written = c->unsent_length ? 0 : send(c->fd, bytes, length, MSG_NOSIGNAL);
  if (written < 0 && errno != EAGAIN) fail("a socket could not be written", strerror(errno), strlen(strerror(errno)));
  if (written < 0) written = 0;
  if ((size_t)written == length) return;
  c->unsent = realloc(c->unsent, c->unsent_length + length - (size_t)written);
  memcpy(c->unsent + c->unsent_length, bytes + written, length - (size_t)written);
  c->unsent_length += length - (size_t)written;
  watch(c, true);
}

static void send_unsent(connection *c) {
  ssize_t written = send(c->fd, c->unsent, c->unsent_length, MSG_NOSIGNAL);
  if (written < 0 && errno != EAGAIN) fail("a socket could not be written", strerror(errno), strlen(strerror(errno)));
  if (written <= 0) return;
  c->unsent_length -= (size_t)written;
  memmove(c->unsent, c->unsent + written, c->unsent_length);
  if (c->unsent_length == 0) watch(c, false);
}

static void send_frame(connection *c, uint8_t opcode, const void *payload, size_t length) {
  uint8_t bytes[POST_BYTES + MAX_HEADER];
  if (length > POST_BYTES) fail("a frame is too long to send", "", 0);
  send_bytes(c, bytes, write_frame(bytes, opcode, payload, length, random_word()));
}

static void send_text(connection *c, const char *text) { send_frame(c, TEXT, text, strlen(text)); }

// Each protocol's own: how a client opens, and how it posts.

#define XMPP_HOST "localhost"
#define XMPP_OPEN "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='" XMPP_HOST "' version='1.0'/>"

static void opens(connection *c) {
  const char *name = rooms[c->room].id;
  char text[POST_BYTES];
  switch (protocol) {
    case SKEIN:
      snprintf(text, sizeof text, "{\"t\":\"hello\",\"v\":%u}", version);
      send_text(c, text);
      break;
    case SOCKET_IO: break; // the server speaks first
    case NATS: {
      int length = snprintf(text, sizeof text,
                            "CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":true}\r\nSUB %s 1\r\nPING\r\n", name);
      send_frame(c, BINARY, text, (size_t)length);
      break;
    }
    case MQTT: {
      uint8_t connect[64] = {0x10, 0, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0};
      int length = snprintf((char *)connect + 14, 40, "load-%u", (unsigned)(c - connections));
      connect[13] = (uint8_t)length;
      connect[1] = (uint8_t)(length + 12);
      send_frame(c, BINARY, connect, (size_t)length + 14);
      break;
    }
    case XMPP: send_text(c, XMPP_OPEN); break;
    default: break;
  }
}

static size_t put_body(char *out, uint64_t number) {
  memset(out, 'x', BODY_BYTES);
  int length = snprintf(out, BODY_BYTES, "#%0*llu#", DIGITS, (unsigned long long)number);
  out[length] = ' ';
  return BODY_BYTES;
}

static void send_message(const message *m) {
  connection *c = &connections[m->sender];
  const char *name = rooms[m->room].id;
  char body[BODY_BYTES + 1], out[POST_BYTES];
  body[put_body(body, m->number)] = 0;
  switch (protocol) {
    case SKEIN:
      snprintf(out, sizeof out, "{\"t\":\"post\",\"id\":\"%s%0*llu\",\"room\":\"%s\",\"body\":\"%s\"}", tag, DIGITS,
               (unsigned long long)m->number, name, body);
      return send_text(c, out);
    case SOCKET_IO: snprintf(out, sizeof out, "42[\"message\",\"%s\"]", body); return send_text(c, out);
    case NATS:
      return send_frame(c, BINARY, out, (size_t)snprintf(out, sizeof out, "PUB %s %d\r\n%s\r\n", name, BODY_BYTES, body));
    case MQTT: {
      size_t topic = strlen(name), left = 2 + topic + BODY_BYTES, at = 0;
      out[at++] = 0x30;
      out[at++] = (char)(left % 128 | 0x80);
      out[at++] = (char)(left / 128);
      out[at++] = 0;
      out[at++] = (char)topic;
      memcpy(out + at, name, topic);
      memcpy(out + at + topic, body, BODY_BYTES);
      return send_frame(c, BINARY, out, at + topic + BODY_BYTES);
    }
    case XMPP:
      snprintf(out, sizeof out,
               "<message xmlns='jabber:client' to='%s@conference." XMPP_HOST "' type='groupchat'><body>%s</body></message>",
               name, body);
      return send_text(c, out);
    default: return send_text(c, body);
  }
}

// Messages.

static uint32_t next_sender(room *r) {
  uint32_t member = 0;
  for (uint32_t tries = 0; tries < r->count; tries++) {
    member = r->members[r->next++ % r->count];
    if (connections[member].unanswered < UNANSWERED_AT_MOST && !connections[member].held) break;
  }
  return member;
}

static bool post(uint32_t to, uint64_t at_ns) {
  message *m = &messages[(last_number + 1) % MESSAGES];
  if (m->remaining > 0) return false; // everything there is room for is in flight
  room *r = &rooms[to];
  *m = (message){.number = ++last_number, .posted_ns = at_ns, .remaining = r->count, .room = to, .sender = next_sender(r)};
  connections[m->sender].unanswered++;
  in_flight++;
  send_message(m);
  return true;
}

static void delivered(connection *c, uint64_t number, uint64_t at_ns) {
  message *m = &messages[number % MESSAGES];
  if (m->number != number || m->remaining == 0 || m->room != c->room) {
    counted.strays++;
    return;
  }
  counted.deliveries++;
  if (is_measuring) record(at_ns - m->posted_ns);
  m->seen ^= c->word;
  if (--m->remaining > 0) return;
  counted.completed++;
  in_flight--;
  connections[m->sender].unanswered--;
  if (m->seen != rooms[m->room].check) counted.wrong++;
  if (is_posting && refills) post(m->room, now_ns());
}

static void find_deliveries(connection *c, const uint8_t *bytes, size_t length, uint64_t at_ns) {
  const uint8_t *end = bytes + length;
  while ((bytes = memchr(bytes, '#', (size_t)(end - bytes)))) {
    if (end - bytes < MARK_BYTES || bytes[MARK_BYTES - 1] != '#') fail("a mark is cut off", bytes, (size_t)(end - bytes));
    uint64_t number = 0;
    for (int i = 1; i <= DIGITS; i++) number = number * 10 + (uint64_t)(bytes[i] - '0');
    delivered(c, number, at_ns);
    bytes += MARK_BYTES;
  }
}

/** The post comes again when the server says so, under the same id. */
static void refused(const uint8_t *text, size_t length, uint64_t at_ns) {
  char copy[512] = {0};
  memcpy(copy, text, length < sizeof copy ? length : sizeof copy - 1);
  const char *id = strstr(copy, tag), *wait = strstr(copy, "\"retryAfterMs\":");
  if (!id || !wait) fail("a post was refused for good", text, length);
  message *m = &messages[strtoull(id + strlen(tag), NULL, 10) % MESSAGES];
  if (m->again_ns == 0) connections[m->sender].held++, refused_now++;
  m->again_ns = at_ns + strtoull(wait + 15, NULL, 10) * 1000000ull;
  counted.refused++;
}

static void send_refused_again(uint64_t at_ns) {
  if (refused_now == 0) return;
  uint64_t first = last_number > MESSAGES ? last_number - MESSAGES + 1 : 1;
  for (uint64_t number = first; number <= last_number && refused_now > 0; number++) {
    message *m = &messages[number % MESSAGES];
    if (m->again_ns == 0 || m->again_ns > at_ns) continue;
    m->again_ns = 0;
    connections[m->sender].held--;
    refused_now--;
    send_message(m);
  }
}

// Pings.

static void ping_silent(uint64_t at_ns) {
  for (uint32_t i = 0; i < connection_count; i++) {
    connection *c = &connections[i];
    if (c->awaits_pong || at_ns < c->heard_ns + silence_ns) continue;
    c->awaits_pong = true;
    in_flight++;
    send_text(c, "{\"t\":\"ping\"}");
  }
}

static void ponged(connection *c) {
  if (!c->awaits_pong) fail("a pong that nobody waited for", "", 0);
  c->awaits_pong = false;
  in_flight--;
  counted.pongs++;
}

// Receiving.

static bool starts_with(const frame *f, const char *text) {
  size_t length = strlen(text);
  return f->length >= length && memcmp(f->payload, text, length) == 0;
}

static bool holds(const frame *f, const char *text) { return memmem(f->payload, f->length, text, strlen(text)); }

static void is_ready(connection *c) {
  if (c->state == READY) return;
  c->state = READY;
  ready++;
}

static void hear_skein(connection *c, const frame *f, uint64_t at_ns) {
  if (starts_with(f, "{\"t\":\"message\"")) return find_deliveries(c, f->payload, f->length, at_ns);
  if (starts_with(f, "{\"t\":\"ack\"")) counted.acknowledged++;
  else if (starts_with(f, "{\"t\":\"pong\"")) ponged(c);
  else if (starts_with(f, "{\"t\":\"refused\"")) refused(f->payload, f->length, at_ns);
  else if (starts_with(f, "{\"t\":\"live\"") && c->state != READY && --c->lives == 0) is_ready(c);
  else if (starts_with(f, "{\"t\":\"bye\"") || starts_with(f, "{\"t\":\"error\"")) fail("the server said", f->payload, f->length);
}

static void hear_socket_io(connection *c, const frame *f, uint64_t at_ns) {
  if (starts_with(f, "42")) return find_deliveries(c, f->payload, f->length, at_ns);
  if (starts_with(f, "40")) is_ready(c);
  else if (starts_with(f, "0")) send_text(c, "40");
  else if (starts_with(f, "2")) send_text(c, "3");
}

static void hear_mqtt(connection *c, const frame *f, uint64_t at_ns) {
  if (c->state == READY) return find_deliveries(c, f->payload, f->length, at_ns);
  if (f->length == 0) return;
  if (f->payload[0] >> 4 == 9) return is_ready(c);
  if (f->payload[0] >> 4 != 2) return;
  const char *name = rooms[c->room].id;
  size_t topic = strlen(name);
  uint8_t subscribe[64] = {0x82, (uint8_t)(topic + 5), 0, 1, 0, (uint8_t)topic};
  memcpy(subscribe + 6, name, topic);
  send_frame(c, BINARY, subscribe, topic + 7);
}

static void hear_nats(connection *c, const frame *f, uint64_t at_ns) {
  if (c->state == READY && !starts_with(f, "PING")) return find_deliveries(c, f->payload, f->length, at_ns);
  if (starts_with(f, "PING")) send_frame(c, BINARY, "PONG\r\n", 6);
  else if (memmem(f->payload, f->length, "PONG", 4)) is_ready(c);
  else if (starts_with(f, "-ERR")) fail("the server said", f->payload, f->length);
}

static void join_xmpp_room(connection *c) {
  char text[POST_BYTES];
  snprintf(text, sizeof text,
           "<presence xmlns='jabber:client' to='%s@conference." XMPP_HOST "/load-%u'>"
           "<x xmlns='http://jabber.org/protocol/muc'/></presence>",
           rooms[c->room].id, (unsigned)(c - connections));
  send_text(c, text);
}

/** RFC 7395: a stream, a login in it, a stream of who that is (RFC 6120), and in it a room (XEP-0045). */
static void hear_xmpp(connection *c, const frame *f, uint64_t at_ns) {
  if (starts_with(f, "<message") && !holds(f, "type='error'")) return find_deliveries(c, f->payload, f->length, at_ns);
  if (holds(f, "type='error'") || starts_with(f, "<failure") || starts_with(f, "<close") || starts_with(f, "<stream:error")) {
    fail("the server said", f->payload, f->length);
  }
  if (holds(f, ">ANONYMOUS<")) send_text(c, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>");
  else if (starts_with(f, "<success")) send_text(c, XMPP_OPEN);
  else if (starts_with(f, "<stream:features")) {
    send_text(c, "<iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
  } else if (starts_with(f, "<iq")) join_xmpp_room(c);
  else if (starts_with(f, "<presence") && holds(f, "code='110'")) is_ready(c); // one's own, which comes last
}

static void hear(connection *c, const frame *f, uint64_t at_ns) {
  if (f->opcode == PING) return send_frame(c, PONG, f->payload, f->length);
  if (f->opcode == CLOSE) fail("the server closed a socket", f->payload + 2, f->length > 2 ? f->length - 2 : 0);
  switch (protocol) {
    case SKEIN: return hear_skein(c, f, at_ns);
    case SOCKET_IO: return hear_socket_io(c, f, at_ns);
    case NATS: return hear_nats(c, f, at_ns);
    case XMPP: return hear_xmpp(c, f, at_ns);
    case MQTT: return hear_mqtt(c, f, at_ns);
    default: return find_deliveries(c, f->payload, f->length, at_ns);
  }
}

/** Takes the answer to the upgrade from the front. Returns its length, 0 where more has to come. */
static size_t hear_upgrade(connection *c, const uint8_t *bytes, size_t length) {
  const uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
  if (!end) return 0;
  if (memcmp(bytes, "HTTP/1.1 101", 12)) fail("an upgrade was answered", bytes, length);
  c->state = OPENING;
  opens(c);
  if (protocol == WS) is_ready(c);
  return (size_t)(end - bytes) + 4;
}

static void keep(connection *c, const uint8_t *bytes, size_t length) {
  if (length > c->carry_capacity) c->carry = realloc(c->carry, c->carry_capacity = length * 2);
  memmove(c->carry, bytes, length);
  c->carried = length;
}

static void receive(connection *c) {
  if (c->carried > READ_BYTES) fail("a frame is too long to read", "", 0);
  memcpy(read_buffer, c->carry ? c->carry : read_buffer, c->carried);
  ssize_t length = recv(c->fd, read_buffer + c->carried, READ_BYTES, 0);
  if (length < 0 && errno == EAGAIN) return;
  if (length <= 0) fail("the server ended a socket", length ? strerror(errno) : "", length ? strlen(strerror(errno)) : 0);
  const uint8_t *at = read_buffer, *end = read_buffer + c->carried + length;
  if (c->state == UPGRADING) {
    size_t answer = hear_upgrade(c, at, (size_t)(end - at));
    if (answer == 0) return keep(c, at, (size_t)(end - at));
    at += answer;
  }
  uint64_t at_ns = now_ns(), before = counted.deliveries;
  c->heard_ns = at_ns;
  for (frame f; read_frame(at, (size_t)(end - at), &f); at += f.whole) hear(c, &f, at_ns);
  if (counted.deliveries > before) counted.reads++;
  keep(c, at, (size_t)(end - at));
}

// Connecting.

static void connect_next(void) {
  connection *c = &connections[started];
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (c->fd < 0) fail("socket", strerror(errno), strlen(strerror(errno)));
  int yes = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  inet_pton(AF_INET, host, &to.sin_addr);
  // Limits of the server count by address; on loopback there are plenty.
  if (strncmp(host, "127.", 4) == 0) {
    setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f010001u + started / SOCKETS_PER_ADDRESS)};
    if (bind(c->fd, (struct sockaddr *)&from, sizeof from) < 0) fail("bind", strerror(errno), strlen(strerror(errno)));
  }
  if (connect(c->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) {
    fail("connect", strerror(errno), strlen(strerror(errno)));
  }
  c->state = CONNECTING;
  struct epoll_event event = {.events = EPOLLOUT, .data.u64 = started++};
  epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event);
}

static void connected(connection *c) {
  char path[256], extra[1024] = "", request[2048];
  const char *name = rooms[c->room].id;
  snprintf(path, sizeof path, protocol == SKEIN ? "/ws" : protocol == SOCKET_IO ? "/socket.io/?EIO=4&transport=websocket&room=%s" : "/?room=%s", name);
  if (c->cookie) snprintf(extra, sizeof extra, "Cookie: %s\r\n", c->cookie);
  if (protocol == MQTT || protocol == XMPP) snprintf(extra, sizeof extra, "Sec-WebSocket-Protocol: %s\r\n", PROTOCOL_NAMES[protocol]);
  c->state = UPGRADING;
  watch(c, false);
  send_bytes(c, (uint8_t *)request, (size_t)write_upgrade(request, sizeof request, host, port, path, extra));
}

// Running.

enum { ORDERS = UINT32_MAX, TIMER = UINT32_MAX - 1 };
static void take_orders(void);

static void wake_at(uint64_t at_ns) {
  struct itimerspec when = {.it_value = {.tv_sec = (time_t)(at_ns / 1000000000ull), .tv_nsec = (long)(at_ns % 1000000000ull)}};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void handle(const struct epoll_event *event) {
  if (event->data.u64 == ORDERS) return take_orders();
  if (event->data.u64 == TIMER) {
    uint64_t expired;
    if (read(timer, &expired, sizeof expired) < 0) return;
    return;
  }
  connection *c = &connections[event->data.u64];
  if (c->state == CONNECTING) return connected(c);
  if (event->events & EPOLLOUT) send_unsent(c);
  if (event->events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(c);
}

/** One turn; waits for at most `wait_ms`, or until the timer. */
static void turn(int wait_ms) {
  struct epoll_event events[EVENTS];
  int count = epoll_wait(poller, events, EVENTS, wait_ms);
  for (int i = 0; i < count; i++) handle(&events[i]);
}

static void connect_all(void) {
  while (ready < connection_count) {
    while (started < connection_count && started - ready < CONNECTING_AT_ONCE) connect_next();
    turn(1000);
  }
  printf("{\"connected\":%u}\n", ready);
  fflush(stdout);
}

static double server_cpu(void) {
  double sum = 0;
  for (int i = 0; i < pid_count; i++) sum += cpu_of(pids[i]);
  return sum;
}

/** What is due on the schedule goes out; posts that find no place any more are late for good. Returns when the next is due. */
static uint64_t post_due(uint64_t begun_ns, double interval_ns, uint64_t *slot) {
  for (;;) {
    uint64_t due = begun_ns + (uint64_t)((double)*slot * interval_ns);
    if (due > now_ns()) return due;
    if (!post((uint32_t)(*slot % room_count), due)) counted.late++;
    ++*slot;
  }
}

/** Turns until `until_ns`, posting by the schedule where there is one (`interval_ns` > 0). */
static void go_on(uint64_t until_ns, uint64_t begun_ns, double interval_ns, uint64_t *slot) {
  for (uint64_t at = now_ns(); at < until_ns; at = now_ns()) {
    uint64_t next = until_ns;
    if (interval_ns > 0) {
      uint64_t due = post_due(begun_ns, interval_ns, slot);
      if (due < next) next = due;
    }
    send_refused_again(at);
    if (refused_now > 0 && next > at + 1000000) next = at + 1000000;
    if (silence_ns > 0) {
      ping_silent(at);
      if (next > at + LISTEN_MS * 1000000ull) next = at + LISTEN_MS * 1000000ull;
    }
    wake_at(next);
    turn(1000);
  }
}

static void print_count(const char *name, uint64_t count) { printf(",\"%s\":%llu", name, (unsigned long long)count); }

static void run(pace_kind pace, double value, uint64_t warm_ms, uint64_t measure_ms) {
  memset(&counted, 0, sizeof counted);
  clear_histogram();
  is_posting = pace != PINGS;
  refills = pace == WINDOW;
  silence_ns = pace == PINGS ? (uint64_t)(value * 1e6) : 0;
  uint64_t slot = 0, begun = now_ns();
  double interval = pace == RATE ? 1e9 / value : 0;
  if (pace == WINDOW) {
    for (int i = 0; i < (int)value; i++) for (uint32_t to = 0; to < room_count; to++) post(to, now_ns());
  }
  go_on(begun + warm_ms * 1000000ull, begun, interval, &slot);

  double cpu = server_cpu(), own = own_cpu();
  uint64_t since = now_ns();
  counters before = counted;
  is_measuring = true;
  go_on(since + measure_ms * 1000000ull, begun, interval, &slot);
  is_measuring = false;
  cpu = server_cpu() - cpu;
  own = own_cpu() - own;
  double seconds = (double)(now_ns() - since) / 1e9;
  counters measured = counted;

  is_posting = false;
  silence_ns = 0;
  uint64_t give_up = now_ns() + DRAIN_MS * 1000000ull;
  while (in_flight > 0 && now_ns() < give_up) go_on(now_ns() + 1000000, begun, 0, &slot);

  printf("{\"seconds\":%.4f,\"serverCpu\":%.3f,\"generatorCpu\":%.3f,\"p50Ms\":%.3f,\"p99Ms\":%.3f", seconds, cpu, own,
         percentile_ms(0.5), percentile_ms(0.99));
  print_count("deliveries", measured.deliveries - before.deliveries);
  print_count("reads", measured.reads - before.reads);
  print_count("messages", measured.completed - before.completed);
  print_count("pongs", measured.pongs - before.pongs);
  print_count("arrived", counted.completed);
  print_count("acknowledged", counted.acknowledged);
  print_count("refused", counted.refused);
  print_count("late", counted.late);
  print_count("missing", in_flight);
  print_count("strays", counted.strays);
  print_count("wrong", counted.wrong);
  printf("}\n");
  fflush(stdout);
}

// Orders.

static void add_room(const char *id) {
  rooms = realloc(rooms, (room_count + 1) * sizeof *rooms);
  rooms[room_count++] = (room){.id = strdup(id)};
}

static void add_socket(uint32_t of, uint32_t lives, const char *cookie) {
  if (of >= room_count) fail("a socket of no room", "", 0);
  connections = realloc(connections, (connection_count + 1) * sizeof *connections);
  connection *c = &connections[connection_count];
  *c = (connection){.room = of, .lives = lives, .word = random_word(), .cookie = strcmp(cookie, "-") ? strdup(cookie) : NULL};
  room *r = &rooms[of];
  if (r->count == r->capacity) r->members = realloc(r->members, (r->capacity = r->capacity * 2 + 16) * sizeof *r->members);
  r->members[r->count++] = connection_count++;
  r->check ^= c->word;
}

static void use_protocol(const char *name) {
  for (protocol = 0; protocol < PROTOCOLS; protocol++) if (!strcmp(name, PROTOCOL_NAMES[protocol])) return;
  fail("no such protocol", name, strlen(name));
}

static void obey(const char *line) {
  char word[600];
  unsigned a, b, c;
  double value;
  if (sscanf(line, "protocol %32s %u", word, &version) == 2) use_protocol(word);
  else if (sscanf(line, "address %63s %d", host, &port) == 2) return;
  else if (sscanf(line, "pid %u", &a) == 1 && pid_count < 64) pids[pid_count++] = (int)a;
  else if (sscanf(line, "room %60s", word) == 1) add_room(word);
  else if (sscanf(line, "socket %u %u %599s", &a, &b, word) == 3) add_socket(a, b, word);
  else if (!strcmp(line, "connect")) connect_all();
  else if (sscanf(line, "run window %lf %u %u", &value, &b, &c) == 3) run(WINDOW, value, b, c);
  else if (sscanf(line, "run rate %lf %u %u", &value, &b, &c) == 3) run(RATE, value, b, c);
  else if (protocol == SKEIN && sscanf(line, "run pings %lf %u %u", &value, &b, &c) == 3) run(PINGS, value, b, c);
  else if (!strcmp(line, "end")) exit(0);
  else fail("an order that is not understood", line, strlen(line));
}

/** Reads what has come on standard input and obeys each whole line. Who gives the orders waits for each run's answer. */
static void take_orders(void) {
  static char text[1 << 16];
  static size_t length;
  ssize_t got = read(STDIN_FILENO, text + length, sizeof text - 1 - length);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) exit(0); // nobody is there any more
  length += (size_t)got;
  text[length] = 0;
  size_t from = 0;
  for (char *end; (end = memchr(text + from, '\n', length - from)); from = (size_t)(end - text) + 1) {
    *end = 0;
    obey(text + from);
  }
  memmove(text, text + from, length -= from);
}

/** Each client is a descriptor: take as many as are allowed. */
static void raise_descriptors(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int main(void) {
  raise_descriptors();
  random_state ^= now_ns() | 1;
  snprintf(tag, sizeof tag, "b%08x", random_word());
  poller = epoll_create1(EPOLL_CLOEXEC);
  timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  struct epoll_event orders = {.events = EPOLLIN, .data.u64 = ORDERS}, clock = {.events = EPOLLIN, .data.u64 = TIMER};
  epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &orders);
  epoll_ctl(poller, EPOLL_CTL_ADD, timer, &clock);
  fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
  for (;;) turn(-1);
}
