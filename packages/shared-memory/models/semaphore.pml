// Three threads and PERMITS permits; each takes one and gives it back, while one of them dies at any step.
//
//   no assertion fails       never more holders than permits; whoever gives back holds
//   every end is valid       whoever wants a permit gets one
//   in the end               every permit is free again: none was lost with the dead thread
//
// spin() tries up to a hundred times; one try stands for all of them, because one that fails changes nothing.
// acquireAsync takes the same steps as acquire.
//
// Each of these makes one line wrong, and has to fail: NO_TAKEOVER, NOTIFIES_ONLY_IF_HELD, READS_RELEASES_AFTER_LOOKING,
// ANNOUNCES_BEFORE_FREEING, DOES_NOT_COUNT_RELEASES.
//
// models: ../src/semaphore.ts
// left out: const wait = Atomics.waitAsync(this.#releases, 0, releases); — the same step as Atomics.wait
// left out: if (Atomics.load(this.#holders, slot) === FREE) free++; — `available` only tells

#ifndef PERMITS
#define PERMITS 1
#endif
#define FREE 0
#define BIT(thread) (1 << (thread))
#define LIE_DOWN(set, isStill, thread) d_step { if :: isStill -> set = set | BIT(thread) :: else fi }
#define SLEEP_WHILE_IN(set, thread) (!(set & BIT(thread)))

byte releases = 0; // modulo 256; far fewer happen here
byte holders[PERMITS];
byte asleepOnReleases = 0;
byte inside = 0; // how many hold a permit; for the assertions only
byte dead = 0;
byte finished = 0;
byte deaths = 0;

inline tryOnce(me, slot, taken) {
  slot = 0;
  do
  :: slot == PERMITS || taken -> break
  :: else ->
    if
    //= if (Atomics.load(this.#holders, slot) !== FREE) continue;
    :: holders[slot] != FREE -> slot++
    :: else ->
      //= if (Atomics.compareExchange(this.#holders, slot, FREE, this.#threadId) !== FREE) continue;
      d_step {
        if
        :: holders[slot] == FREE -> holders[slot] = me; taken = true; inside++; assert(inside <= PERMITS)
        :: else -> slot++
        fi
      }
    fi
  od
}

inline acquire(me, seen, slot, taken) {
  taken = false;
  do
  :: taken -> break
  :: else ->
    //= const releases = Atomics.load(this.#releases, 0);
#ifdef READS_RELEASES_AFTER_LOOKING
    tryOnce(me, slot, taken);
    seen = releases;
#else
    seen = releases;
    tryOnce(me, slot, taken);
#endif
    if
    :: taken
    :: else ->
      //= Atomics.wait(this.#releases, 0, releases);
      LIE_DOWN(asleepOnReleases, releases == seen, me);
      SLEEP_WHILE_IN(asleepOnReleases, me)
    fi
  od
}

inline release(me, slot) {
#ifdef ANNOUNCES_BEFORE_FREEING
  announceRelease();
#endif
  d_step {
    //= const found = Atomics.compareExchange(this.#holders, slot, this.#threadId, FREE);
    assert(holders[slot] == me);
    holders[slot] = FREE;
    inside--
  };
#ifndef ANNOUNCES_BEFORE_FREEING
  announceRelease();
#endif
}

inline announceRelease() {
#ifndef DOES_NOT_COUNT_RELEASES
  //= Atomics.add(this.#releases, 0, 1);
  releases++;
#endif
  //= Atomics.notify(this.#releases, 0);
  asleepOnReleases = 0
}

inline semaphoreThreadExited(who, slot, found) {
  found = false;
  slot = 0;
  do
  :: slot < PERMITS ->
    d_step {
      //= Atomics.compareExchange(this.#holders, slot, threadId, FREE);
      if
#if !defined(NO_TAKEOVER)
      :: holders[slot] == who -> holders[slot] = FREE; inside--; found = true
#endif
      :: else
      fi;
      slot++
    }
  :: else -> break
  od;
#ifdef NOTIFIES_ONLY_IF_HELD
  if
  :: found -> announceRelease()
  :: else
  fi
#else
  announceRelease()
#endif
}

proctype thread(byte me) {
  byte seen, slot;
  bool taken;
  {
    acquire(me, seen, slot, taken);
    release(me, slot);
    finished = finished | BIT(me)
  } unless { dead & BIT(me) }
}

#define MAY_DIE(who) deaths < DEATHS && !((finished | dead) & BIT(who))
#ifndef DEATHS
#define DEATHS 1
#endif

active proctype supervisor() {
  byte slot, who;
  bool found;
  atomic { run thread(1); run thread(2); run thread(3) };
end:
  do
  :: d_step { deaths < DEATHS -> deaths = DEATHS } // nobody has to die: a death could rescue those who are stuck
  :: d_step { MAY_DIE(1) -> dead = dead | BIT(1); who = 1; deaths++ }; semaphoreThreadExited(who, slot, found)
  :: d_step { MAY_DIE(2) -> dead = dead | BIT(2); who = 2; deaths++ }; semaphoreThreadExited(who, slot, found)
  :: d_step { MAY_DIE(3) -> dead = dead | BIT(3); who = 3; deaths++ }; semaphoreThreadExited(who, slot, found)
  od
}

active proctype count() {
end:
  timeout;
  assert((finished | dead) != (BIT(1) | BIT(2) | BIT(3)) || inside == 0)
}
