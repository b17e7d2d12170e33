// Two consumers wait for items, a producer makes ITEMS and notifies once for each, while one thread dies at any step. The
// mutex is the one of mutex.pml, with every step of it.
//
//   no assertion fails       nobody lives on asleep beside an item, or beside a mutex that is free
//   every end is valid       who waits in vain waits for an item that a dead producer did not make, or a dead consumer took
//
// Each of these makes one line wrong, and has to fail: DOES_NOT_COUNT (nothing is raised: who has not yet fallen asleep
// misses the notification), READS_SEQUENCE_AFTER_RELEASE, SUPERVISOR_IS_SILENT, SUPERVISOR_ONLY_NOTIFIES (it does not
// raise the sequence).
//
// models: ../src/condition.ts ../src/mutex.ts
// left out: const wait = Atomics.waitAsync(this.#sequence, 0, sequence, timeoutMs); — the same step as Atomics.wait

#ifndef DEATHS
#define DEATHS 1
#endif

#ifndef ITEMS
#define ITEMS 1
#endif
#define NOTHING_TO_REPAIR

#include "mutex-steps.pml"

byte sequence = 0;
byte asleepOnSequence = 0;
byte items = 0;
byte dead = 0;
byte finished = 0;
byte deaths = 0;

#define CONSUMERS (BIT(1) | BIT(2))

inline raise() {
#ifndef DOES_NOT_COUNT
  //= Atomics.add(this.#sequence, 0, 1);
  sequence++
#else
  skip
#endif
}

inline notifyOne() {
  raise();
  //= Atomics.notify(this.#sequence, 0, count);
  if // it wakes any one sleeper; that one may be dead
  :: d_step { asleepOnSequence & BIT(1) -> asleepOnSequence = asleepOnSequence & ~BIT(1) }
  :: d_step { asleepOnSequence & BIT(2) -> asleepOnSequence = asleepOnSequence & ~BIT(2) }
  :: asleepOnSequence == 0
  fi
}

inline conditionThreadExited() {
#if defined(SUPERVISOR_IS_SILENT)
  skip
#elif defined(SUPERVISOR_ONLY_NOTIFIES)
  asleepOnSequence = 0
#else
  raise();
  asleepOnSequence = 0
#endif
}

proctype consumer(byte me) {
  byte seen, result, seenSequence;
  {
    acquire(me, seen, result);
    do
    :: items > 0 -> break // while (!isReady()) condition.wait(guard)
    :: else ->
#ifdef READS_SEQUENCE_AFTER_RELEASE
      release(me, seen);
      seenSequence = sequence;
#else
      //= const sequence = Atomics.load(this.#sequence, 0);
      seenSequence = sequence;
      //= guard.mutex.release();
      release(me, seen);
#endif
      //= const outcome = Atomics.wait(this.#sequence, 0, sequence, timeoutMs);
      LIE_DOWN(asleepOnSequence, sequence == seenSequence, me);
end_waiting:
      SLEEP_WHILE_IN(asleepOnSequence, me);
      //= guard.mutex.acquire();
      acquire(me, seen, result)
    od;
    items--;
    release(me, seen);
    finished = finished | BIT(me)
  } unless { dead & BIT(me) }
}

proctype producer(byte me) {
  byte seen, result, made;
  {
    do
    :: made == ITEMS -> break
    :: else ->
      acquire(me, seen, result);
      atomic { items++; made++ };
      release(me, seen);
      notifyOne()
    od;
    finished = finished | BIT(me)
  } unless { dead & BIT(me) }
}

#define MAY_DIE(who) deaths < DEATHS && !((finished | dead) & BIT(who))

active proctype supervisor() {
  byte seen, who;
  bool tried;
  atomic { run consumer(1); run consumer(2); run producer(3) };
end:
  do
  :: d_step { deaths < DEATHS -> deaths = DEATHS } // nobody has to die: a death could rescue those who are stuck
  :: d_step { MAY_DIE(1) -> dead = dead | BIT(1); who = 1; deaths++ };
     mutexThreadExited(who, seen, tried); conditionThreadExited()
  :: d_step { MAY_DIE(2) -> dead = dead | BIT(2); who = 2; deaths++ };
     mutexThreadExited(who, seen, tried); conditionThreadExited()
  :: d_step { MAY_DIE(3) -> dead = dead | BIT(3); who = 3; deaths++ };
     mutexThreadExited(who, seen, tried); conditionThreadExited()
  od
}

active proctype count() {
end:
  timeout;
  assert(items == 0 || ((finished | dead) & CONSUMERS) == CONSUMERS)
}
