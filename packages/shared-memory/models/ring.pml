// A writer, a reader, and after the death of one of them the next one in the same place. The ring has room for CAPACITY
// units; a record is a header of one unit and one unit of payload or none, in turn. Positions count modulo 16.
//
//   no assertion fails       every record comes whole and in order, once; after a reader's death those that it had not
//                            finished come again
//   every end is valid       reader and writer never wait for each other
//
// Each of these makes one line wrong, and has to fail: PUBLISHES_BEFORE_THE_BYTES, GIVES_BACK_BEFORE_READING,
// FORGETS_ITS_OWN_LENGTH (room for the records before it is enough), NEXT_WRITER_FROM_THE_BEGINNING,
// NEXT_READER_AT_HEAD.
//
// models: ../src/ring.ts
// left out: return unitsBetween(this.#tail, Atomics.load(this.#headWord, 0)) * UNIT_BYTES; — lagBytes only tells
// left out: this.#records.write(this.#head, byteOffset, part); — the payload in several parts

#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef RECORDS
#define RECORDS 5
#endif
#define BIT(thread) (1 << (thread))
#define CAPACITY 4
#define MODULUS 16
#define AT(position) ((position) % CAPACITY)
#define BETWEEN(from, to) ((MODULUS + (to) - (from)) % MODULUS)
#define PAYLOAD_UNITS(number) ((number) & 1)
#define UNITS(number) (1 + PAYLOAD_UNITS(number))

#define WRITER 0
#define NEXT_WRITER 1
#define READER 2
#define NEXT_READER 3

byte headWord = 0;
byte tailWord = 0;
byte units[CAPACITY]; // a header tells its record's number, and so its length; the payload repeats it
#define NAME(number) ((number) + 1)
byte dead = 0;
byte finished = 0;
byte deaths = 0;
byte published = 0;   // records before head; for writers that begin and for the assertions
byte done = 0;        // records before tail

#ifdef FORGETS_ITS_OWN_LENGTH
#define HAS_ROOM (BETWEEN(tail, head) <= CAPACITY)
#else
//= if (unitsBetween(this.#tail, this.#head) + units <= this.#records.capacityUnits) return true;
#define HAS_ROOM (BETWEEN(tail, head) + UNITS(published) <= CAPACITY)
#endif

inline writeBytes(head) {
  //= this.#records.write(this.#head, RING_HEADER_BYTES, payload);
  if
  :: PAYLOAD_UNITS(published) -> units[AT(head + 1)] = NAME(published)
  :: else
  fi;
  //= this.#records.setWord(this.#head, RING_WORDS.byteLength, byteLength);
  //= this.#records.setWord(this.#head, RING_WORDS.kind, kind);
  units[AT(head)] = NAME(published)
}

inline publish(head) {
  //= this.#head = (this.#head + units) | 0;
  head = (head + UNITS(published)) % MODULUS;
  //= Atomics.store(this.#headWord, 0, this.#head);
  d_step { headWord = head; published++ }
}

proctype writer(byte me) {
  byte head, tail;
  {
#ifndef NEXT_WRITER_FROM_THE_BEGINNING
    //= this.#head = Atomics.load(this.#headWord, 0);
    head = headWord;
#endif
    //= this.#tail = Atomics.load(this.#tailWord, 0);
    tail = tailWord;
    do
    :: published == RECORDS -> break
    :: else ->
      do // tryWrite until it has room; false is answered at once
      :: HAS_ROOM -> break
      :: else ->
        tail != tailWord; // in vain until the reader gives back
        tail = tailWord
      od;
#ifdef PUBLISHES_BEFORE_THE_BYTES
      headWord = (head + UNITS(published)) % MODULUS;
#endif
      writeBytes(head);
      publish(head)
    od;
    finished = finished | BIT(me)
  } unless { dead & BIT(me) }
}

// drain, over and over
proctype reader(byte me) {
  byte head, tail, position, expected;
  {
#ifdef NEXT_READER_AT_HEAD
    tail = headWord;
#else
    //= this.#tail = Atomics.load(this.#tailWord, 0);
    tail = tailWord;
#endif
    do
    :: done == RECORDS -> break
    :: else ->
      //= return Atomics.load(this.#headWord, 0) === this.#tail;
      headWord != tail; // asleep until there is something
      //= const head = Atomics.load(this.#headWord, 0);
      head = headWord;
      position = tail;
      expected = done;
#ifdef GIVES_BACK_BEFORE_READING
      tailWord = head;
#endif
      do
      :: position == head -> break
      :: position != tail -> break // maxRecords
      :: position != head ->
        //= const byteLength = this.#records.word(position, RING_WORDS.byteLength);
        //= const kind = this.#records.word(position, RING_WORDS.kind);
        assert(units[AT(position)] == NAME(expected));
        //= visit(kind, this.#records.read(position, RING_HEADER_BYTES, byteLength));
        assert(!PAYLOAD_UNITS(expected) || units[AT(position + 1)] == NAME(expected));
        //= position = (position + this.#records.recordUnits(RING_HEADER_UNITS, byteLength)) | 0;
        position = (position + UNITS(expected)) % MODULUS;
        expected++
      od;
      tail = position;
      //= Atomics.store(this.#tailWord, 0, tail);
      d_step { tailWord = tail; done = expected }
    od;
    finished = finished | BIT(me)
  } unless { dead & BIT(me) }
}

#define MAY_DIE(who) deaths < DEATHS && !((finished | dead) & BIT(who))

active proctype supervisor() {
  atomic { run writer(WRITER); run reader(READER) };
end:
  do
  :: d_step { deaths < DEATHS -> deaths = DEATHS } // nobody has to die: a death could rescue those who are stuck
  :: d_step { MAY_DIE(WRITER) -> dead = dead | BIT(WRITER); deaths++ }; run writer(NEXT_WRITER)
  :: d_step { MAY_DIE(READER) -> dead = dead | BIT(READER); deaths++ }; run reader(NEXT_READER)
  od
}
