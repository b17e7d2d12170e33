// One sleeper, two ringers that publish and ring, and (with STOPS) somebody who stops it, while one of them dies at any step.
// After the sleeper's death another takes its place.
//
//   no assertion fails       in the end everything published is consumed; who was stopped sleeps no more
//   every end is valid       the sleeper sleeps only while there is nothing to do
//
// Each of these makes one line wrong, and has to fail: LOOKS_BEFORE_LYING_DOWN, RINGS_BEFORE_PUBLISHING,
// DOES_NOT_SAY_AWAKE (it notifies whoever it finds asleep and leaves the word), SUPERVISOR_IS_SILENT, SUPERVISOR_ONLY_RINGS,
// and with STOPS also GETS_UP_WITH_A_STORE.
//
// models: ../src/doorbell.ts
// left out: return Atomics.load(this.#state, 0) === STOPPED; — isStopped only tells
// left out: Atomics.compareExchange(this.#state, 0, STOPPED, AWAKE); — reopen is called while nobody uses it
// left out: return this.#getUp(Atomics.wait(this.#state, 0, ASLEEP, options.timeoutMs ?? Infinity)); — as sleep, in one call
// left out: return Atomics.compareExchange(this.#state, 0, ASLEEP, AWAKE) === STOPPED ? 'stopped' : 'ready'; — the same as getUp

#ifndef DEATHS
#define DEATHS 1
#endif
#define BIT(thread) (1 << (thread))
#define AWAKE 0
#define ASLEEP 1
#define STOPPED 2

#define SLEEPER 0
#define NEXT_SLEEPER 1
#define RINGER 2
#define OTHER_RINGER 3
#define STOPPER 4

byte state = AWAKE;
bool isSleeping = false; // in Atomics.wait
bool isPublished[5];
byte consumed = 0;       // a set, as are:
byte dead = 0;
byte finished = 0;
byte deaths = 0;
#ifdef STOPS
bool hasStopped = false; // the stop is complete
#endif

#define HAS_WORK ((isPublished[RINGER] && !(consumed & BIT(RINGER))) || (isPublished[OTHER_RINGER] && !(consumed & BIT(OTHER_RINGER))))

inline work() {
  d_step {
    if :: isPublished[RINGER] -> consumed = consumed | BIT(RINGER) :: else fi;
    if :: isPublished[OTHER_RINGER] -> consumed = consumed | BIT(OTHER_RINGER) :: else fi
  }
}

inline getUp(stopped) {
  //= if (Atomics.compareExchange(this.#state, 0, ASLEEP, AWAKE) === STOPPED) return 'stopped';
#ifdef GETS_UP_WITH_A_STORE
  state = AWAKE
#else
  d_step { if :: state == ASLEEP -> state = AWAKE :: else fi; stopped = (state == STOPPED) }
#endif
}

inline sleep(stopped, isReady) {
#ifdef LOOKS_BEFORE_LYING_DOWN
  isReady = HAS_WORK;
#endif
  //= if (Atomics.compareExchange(this.#state, 0, AWAKE, ASLEEP) === STOPPED) return 'stopped';
  d_step { if :: state == AWAKE -> state = ASLEEP :: else fi; stopped = (state == STOPPED) };
  if
  :: stopped
  :: else ->
#ifndef LOOKS_BEFORE_LYING_DOWN
    //= if (!ready()) return undefined;
    isReady = HAS_WORK;
#endif
    if
    :: isReady
    :: else ->
      //= const wait = Atomics.waitAsync(this.#state, 0, ASLEEP, options.timeoutMs ?? Infinity);
      isSleeping = (state == ASLEEP);
end_sleeping:
      !isSleeping
    fi;
    getUp(stopped)
  fi
}

proctype sleeper(byte me) {
  bool stopped, isReady;
  {
    do
    :: stopped -> break
    :: else -> work(); sleep(stopped, isReady)
    od;
    finished = finished | BIT(me)
  } unless { dead & BIT(me) }
}

inline ring(seen) {
  //= if (Atomics.load(this.#state, 0) !== ASLEEP) return;
  seen = state;
  if
  :: seen != ASLEEP
  :: else ->
    //= if (Atomics.compareExchange(this.#state, 0, ASLEEP, AWAKE) === ASLEEP) Atomics.notify(this.#state, 0);
#ifndef DOES_NOT_SAY_AWAKE
    d_step { seen = state; if :: state == ASLEEP -> state = AWAKE :: else fi };
#endif
    if
    :: d_step { seen == ASLEEP -> isSleeping = false }
    :: else
    fi
  fi
}

proctype ringer(byte me) {
  byte seen;
  {
#ifdef RINGS_BEFORE_PUBLISHING
    ring(seen);
    isPublished[me] = true;
#else
    isPublished[me] = true;
    ring(seen);
#endif
    finished = finished | BIT(me)
  } unless { dead & BIT(me) }
}

#ifdef STOPS
proctype stopper(byte me) {
  {
    //= Atomics.store(this.#state, 0, STOPPED);
    state = STOPPED;
    //= Atomics.notify(this.#state, 0);
    d_step { isSleeping = false; hasStopped = true };
    finished = finished | BIT(me)
  } unless { dead & BIT(me) }
}
#endif

inline doorbellThreadExited(seen) {
#if defined(SUPERVISOR_IS_SILENT)
  skip
#elif defined(SUPERVISOR_ONLY_RINGS)
  ring(seen)
#else
  //= Atomics.compareExchange(this.#state, 0, ASLEEP, AWAKE);
  d_step { if :: state == ASLEEP -> state = AWAKE :: else fi };
  //= Atomics.notify(this.#state, 0);
  isSleeping = false
#endif
}

#define MAY_DIE(who) deaths < DEATHS && !((finished | dead) & BIT(who))

active proctype supervisor() {
  byte seen;
  atomic {
    run sleeper(SLEEPER); run ringer(RINGER); run ringer(OTHER_RINGER);
#ifdef STOPS
    run stopper(STOPPER)
#endif
  };
end:
  do
  :: d_step { deaths < DEATHS -> deaths = DEATHS } // nobody has to die: a death could rescue those who are stuck
  :: d_step { MAY_DIE(SLEEPER) -> dead = dead | BIT(SLEEPER); deaths++ };
     isSleeping = false; // it is gone before its exit event
     doorbellThreadExited(seen);
     run sleeper(NEXT_SLEEPER)
  :: d_step { MAY_DIE(RINGER) -> dead = dead | BIT(RINGER); deaths++ }; doorbellThreadExited(seen)
  :: d_step { MAY_DIE(OTHER_RINGER) -> dead = dead | BIT(OTHER_RINGER); deaths++ }; doorbellThreadExited(seen)
#ifdef STOPS
  :: d_step { MAY_DIE(STOPPER) -> dead = dead | BIT(STOPPER); deaths++ }; doorbellThreadExited(seen)
#endif
  od
}

active proctype lookAtTheEnd() {
end:
  timeout;
#ifdef STOPS
  assert(!(hasStopped || state == STOPPED) || (finished & (BIT(SLEEPER) | BIT(NEXT_SLEEPER))))
#else
  assert(!HAS_WORK)
#endif
}
