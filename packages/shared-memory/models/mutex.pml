// Threads that lock, change what is guarded in two steps, and unlock, while up to DEATHS of them die at any step.
//
//   no assertion fails       one thread inside at a time, and what it finds is whole
//   every end is valid       whoever wants the lock gets it (or, with REPAIR_THROWS, hears that it is lost)
//   LIVENESS                 the same as a formula, with weak fairness: also no waiter runs in circles for ever
//
// Each of these makes one line wrong, and has to fail: NO_TAKEOVER, NOTIFIES_ONLY_IF_HELD, NO_ORPHANED_MARK,
// FREES_INSTEAD_OF_ORPHANING, TAKES_OVER_WITHOUT_REPAIR, RELEASE_TRUSTS_ITS_LOOK, WAKES_ONE, SLEEPS_ON_ANY_VALUE.

#ifndef THREADS
#define THREADS 3
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef ROUNDS
#define ROUNDS 1
#endif

#include "mutex-steps.pml"

byte dead = 0;     // sets of threads
byte finished = 0;
#ifdef LIVENESS
byte wants = 0;
#endif
byte deaths = 0;

proctype thread(byte me) {
  byte seen, result, round;
  {
    do
    :: round < ROUNDS ->
#ifdef LIVENESS
      wants = wants | BIT(me);
#endif
      acquire(me, seen, result);
#ifdef LIVENESS
      wants = wants & ~BIT(me);
#endif
      if
      :: result == 2 -> break
      :: else
      fi;
      enter(me);
      pair[0] = (pair[0] + 1) % 4;
      d_step { pair[1] = (pair[1] + 1) % 4; leave(me); round++ };
      release(me, seen)
    :: else -> break
    od;
    finished = finished | BIT(me)
  } unless { dead & BIT(me) }
}

#define MAY_DIE(who) deaths < DEATHS && !((finished | dead) & BIT(who))

active proctype supervisor() {
  byte seen, who;
  bool tried;
  atomic { run thread(1); run thread(2) };
#if THREADS > 2
  run thread(3);
#endif
end:
  do
  :: d_step { deaths < DEATHS -> deaths = DEATHS } // nobody has to die: a death could rescue those who are stuck
  :: d_step { MAY_DIE(1) -> dead = dead | BIT(1); who = 1; deaths++ }; mutexThreadExited(who, seen, tried)
  :: d_step { MAY_DIE(2) -> dead = dead | BIT(2); who = 2; deaths++ }; mutexThreadExited(who, seen, tried)
#if THREADS > 2
  :: d_step { MAY_DIE(3) -> dead = dead | BIT(3); who = 3; deaths++ }; mutexThreadExited(who, seen, tried)
#endif
  od
}

#ifdef LIVENESS
ltl waiters_get_the_lock { [] ((wants & BIT(1)) -> <> (!(wants & BIT(1)) || (dead & BIT(1)))) }
#endif
