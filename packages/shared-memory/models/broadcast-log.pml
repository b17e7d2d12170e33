// A writer, a reader with a cursor of its own, and after the writer's death the next one in the same place. The unit is a
// word: a record is its header (length, position) and one unit of payload or none, in turn. Positions count modulo
// MODULUS. The writer publishes after each record or after several; nobody waits for the reader.
//
//   no assertion fails       what the reader accepts is whole, in order and without a gap, or the reader knows that it was
//                            lapped; and rubbish that it copied never lets it fail
//   every end is valid       writer and reader come to their ends
//
// Each of these makes one line wrong, and has to fail: RESERVES_AFTER_WRITING, PUBLISHES_BEFORE_THE_BYTES,
// LAPPED_WITHOUT_NOTICING, CHECKS_BEFORE_COPYING, NEXT_WRITER_LOWERS_RESERVED, NEXT_WRITER_FROM_RESERVED.
//
// One order of all steps is assumed, as between calls of Atomics. That plain bytes keep it around them is the machine's
// part: see the head of broadcast-log.ts.
//
// models: ../src/broadcast-log.ts
// left out: this.#records.write(this.#end, byteOffset, part); — the payload in several parts
// left out: this.#records.setWord(this.#end, LOG_WORDS.kind, kind); — one more word of the header
// left out: this.#records.setWord(this.#end, LOG_WORDS.interest, interest); — one more word of the header
// left out: if ((this.#records.word(position, LOG_WORDS.interest) & this.#interest) !== 0) { — everything is of interest
// left out: this.#kinds.push(this.#records.word(position, LOG_WORDS.kind)); — one more word of the header
// left out: this.#cursor = Atomics.load(this.#headWord, 0); — the reader of the model is there from the beginning
// left out: Atomics.load(this.#reservedWord, 0); — a fence
// left out: Atomics.store(this.#fence, 0, 0); — a fence
// left out: return unitsBetween(this.#cursor, Atomics.load(this.#headWord, 0)) * UNIT_BYTES; — lagBytes only tells
// left out: return Atomics.load(this.#headWord, 0) === this.#cursor; — isEmpty only tells

#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef RECORDS
#define RECORDS 5
#endif
#define CAPACITY 8
#define MAX_UNPUBLISHED 5
#define MODULUS 32
#define START 24
#define AT(position) ((position) % CAPACITY)
#define BETWEEN(from, to) ((MODULUS + (to) - (from)) % MODULUS)
#define PAYLOAD_UNITS(number) ((number) & 1)
#define UNITS(number) (2 + PAYLOAD_UNITS(number))
#define NOWHERE 255

byte headWord = START;
byte reservedWord = START;
byte words[CAPACITY];
byte deaths = 0;
bool isFinished = false;
byte numberAtHead = 0; // records published; for writers that begin and for the assertions

inline publish(published, finish, number) {
  //= Atomics.store(this.#headWord, 0, this.#published);
  d_step { headWord = finish; numberAtHead = number; published = finish }
}

inline reserve(reserved, finish) {
  //= if (((end - this.#reserved) | 0) <= 0) return;
  if
  :: BETWEEN(reserved, finish) != 0 && BETWEEN(reserved, finish) < MODULUS / 2 ->
    //= Atomics.store(this.#reservedWord, 0, end);
    d_step { reservedWord = finish; reserved = finish }
  :: else
  fi
}

inline writeRecord(finish, number) {
  //= this.#records.setWord(this.#end, LOG_WORDS.byteLength, byteLength);
  words[AT(finish)] = PAYLOAD_UNITS(number);
  //= this.#records.setWord(this.#end, LOG_WORDS.position, this.#end);
  words[AT(finish + 1)] = finish;
  //= this.#records.write(this.#end, LOG_HEADER_BYTES, payload);
  if
  :: PAYLOAD_UNITS(number) -> words[AT(finish + 2)] = number
  :: else
  fi
}

inline append(published, reserved, finish, number) {
  //= if (unitsBetween(this.#published, this.#end) + units > this.#records.maxRecordUnits) this.publish();
  if
  :: BETWEEN(published, finish) + UNITS(number) > MAX_UNPUBLISHED -> publish(published, finish, number)
  :: else
  fi;
#ifdef RESERVES_AFTER_WRITING
  writeRecord(finish, number);
  reserve(reserved, (finish + UNITS(number)) % MODULUS);
#else
  //= this.#reserve((this.#end + units) | 0);
  reserve(reserved, (finish + UNITS(number)) % MODULUS);
#ifdef PUBLISHES_BEFORE_THE_BYTES
  publish(published, (finish + UNITS(number)) % MODULUS, number + 1);
#endif
  writeRecord(finish, number);
#endif
  //= this.#end = (this.#end + LOG_HEADER_UNITS + unitsFor(byteLength)) | 0;
  d_step { finish = (finish + UNITS(number)) % MODULUS; number++ }
}

proctype writer(byte generation) {
  byte published, reserved, finish, number;
  {
    //= this.#published = Atomics.load(this.#headWord, 0);
    d_step { published = headWord; number = numberAtHead };
    //= this.#reserved = Atomics.load(this.#reservedWord, 0);
#ifdef NEXT_WRITER_LOWERS_RESERVED
    reserved = published;
#else
    reserved = reservedWord;
#endif
    //= this.#end = this.#published;
#ifdef NEXT_WRITER_FROM_RESERVED
    finish = reserved;
#else
    finish = published;
#endif
    do
    :: number == RECORDS -> break
    :: number < RECORDS -> append(published, reserved, finish, number)
    :: published != finish -> publish(published, finish, number)
    od;
    publish(published, finish, number);
    isFinished = true
  } unless { deaths > generation }
}

#define IS_RECORD(number) (units == UNITS(number) && (!PAYLOAD_UNITS(number) || words[AT(position + 2)] == (number)))

// What may turn out to be rubbish. `copied` counts records; `isWrong` tells whether one is not what was written.
inline copy(head, position, expected, copied, isWrong, units) {
  position = cursor;
  do
  :: position == head || position == NOWHERE -> break
  :: copied > 0 && position != NOWHERE -> break // maxRecords
  :: position != head && position != NOWHERE ->
    //= const byteLength = this.#records.word(position, LOG_WORDS.byteLength);
    units = 2 + words[AT(position)];
    if
    //= if (byteLength < 0 || units > unitsBetween(position, head)) return undefined;
    :: units > BETWEEN(position, head) -> position = NOWHERE
    :: else ->
      if
      //= if (this.#records.word(position, LOG_WORDS.position) !== position) return undefined;
      :: words[AT(position + 1)] != position -> position = NOWHERE
      :: else ->
        //= this.#payloads.push(this.#records.read(position, LOG_HEADER_BYTES, byteLength));
        d_step {
          if :: IS_RECORD(expected + copied) :: else -> isWrong = true fi;
          position = (position + units) % MODULUS;
          units = 0;
          copied++
        }
      fi
    fi
  od
}

inline wasLapped(isLapped) {
  //= const reserved = Atomics.load(this.#reservedWord, 0);
#ifndef LAPPED_WITHOUT_NOTICING
  //= return unitsBetween(this.#cursor, reserved) > this.#records.capacityUnits;
  isLapped = BETWEEN(cursor, reservedWord) > CAPACITY
#else
  isLapped = false
#endif
}

active proctype reader() {
  byte cursor = START, head, position, expected, copied, units;
  bool isWrong, isLapped;
  do
  //= const head = Atomics.load(this.#headWord, 0);
  :: d_step { headWord != cursor -> head = headWord };
#ifdef CHECKS_BEFORE_COPYING
    wasLapped(isLapped);
#endif
    if
    //= unitsBetween(this.#cursor, head) <= this.#records.capacityUnits ? this.#copy(head, maxRecords) : undefined;
    :: BETWEEN(cursor, head) <= CAPACITY -> copy(head, position, expected, copied, isWrong, units)
    :: else -> position = NOWHERE
    fi;
#ifndef CHECKS_BEFORE_COPYING
    //= if (this.#wasLapped()) return this.#skipToHead();
    wasLapped(isLapped);
#endif
    if
    :: isLapped ->
      //= const resumeAt = Atomics.load(this.#headWord, 0);
      d_step { cursor = headWord; expected = numberAtHead }
    :: else ->
      //= assert(end !== undefined, 'a record that was not overwritten must be whole');
      assert(position != NOWHERE);
      assert(!isWrong);
      d_step { cursor = position; expected = expected + copied }
    fi;
    d_step { head = 0; position = 0; copied = 0; isWrong = false; isLapped = false }
  :: d_step { isFinished && headWord == cursor -> head = 0 }; break
  od;
  assert(expected == RECORDS)
}

active proctype supervisor() {
  run writer(0);
end:
  if
  :: skip // nobody has to die
  :: d_step { DEATHS > 0 && !isFinished -> deaths++ }; run writer(1)
  fi
}
