/* The market of shorter-of-two.yaml in plain C on a 4-ary heap: the rules, draws, ledger, latency and record of the product, so
 * that the same seed leaves the same record, digit for digit. Usage: market N JOBS SEED TABLE (TABLE: edges and densities
 * of the ziggurat, 257 doubles each). Poisson arrivals; the less busy of two distinct nodes; first come first served; one
 * node in five asserts falsely on every other job in a tenth of the time; a challenge with p = 0.1 has two validators
 * compute the job again; a false result is refuted, its asserter loses S and tops up, half of S goes to the validators;
 * money is integers of 1e-9 credits, and each movement debits one account and credits another. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <time.h>

#include "calendar.h"
#include "draws.h"
#include "latency.h"

enum { VALIDATORS = 2, PLACE_BITS = 2, PLACE_MASK = (1 << PLACE_BITS) - 1 };
enum { CLIENTS, OPERATORS, INCOME, ESCROW, SLASHED, BURNED, ACCOUNTS };
static const int64_t REWARD = 1000000000, VALIDATOR_PAY = 800000000, SLASH = 50000000000, STAKE = 1000000000000;
static const double COST = 0.6e9, CHEAT_COST = 0.06e9, CHALLENGE = 0.1, CHEAT = 0.5, CHEAT_PACE = 0.06 / 0.6;

/* A node's stake, the time it takes for a second of work, and its queue; a job in flight and what was drawn for it. */
typedef struct { double pace; int64_t stake; int32_t length, head, tail; } node_t;
typedef struct {
  double arrived, seconds, challenge;
  uint32_t number, asserter, validator[VALIDATORS];
  uint8_t is_false, challenged, pending, flags[VALIDATORS];
} job_t;

static uint32_t node_count, focal_count;
static node_t *nodes;
static job_t *jobs;
static int32_t *behind, *free_slots, capacity, free_count, used_slots;
static double busy_since, busy_seconds, jobs_per_second;
static uint32_t arrived;
static int32_t busy_nodes;

/* ---- ledger and record; jobs that end plainly are counted by kind and booked together ---- */

static int64_t account[ACCOUNTS], locked, plain[4];
static struct {
  double jobs, focalJobs, cheatedJobs, challengedJobs, focalChallengedJobs, focalColludingJobs, focalValidations,
      detectedJobs, undetectedJobs, focalSlashes, focalSlashEvents, arbitrations, verificationCost, asserterIncome,
      validatorIncome, outsiderIncome, slashed, burned, clientPaid;
} record;

static inline void move_money(int from, int to, int64_t amount) { account[from] -= amount, account[to] += amount; }
static void book_asserter(int focal, int is_false, int refuted, int64_t taken, double times) {
  int64_t pay = refuted ? 0 : REWARD;
  record.jobs += times;
  if (focal) record.focalJobs += times;
  if (is_false) record.cheatedJobs += times, *(refuted ? &record.detectedJobs : &record.undetectedJobs) += times;
  *(focal ? &record.asserterIncome : &record.outsiderIncome) += times * ((double)(pay - taken) - (is_false ? CHEAT_COST : COST));
  record.clientPaid += times * pay;
  if (focal && taken > 0) record.focalSlashes += times, record.focalSlashEvents += 1;
}
static void book_plain(void) {
  move_money(CLIENTS, ESCROW, REWARD * locked), locked = 0;
  for (int kind = 0; kind < 4; kind++) {
    if (plain[kind] == 0) continue;
    move_money(ESCROW, INCOME, REWARD * plain[kind]);
    book_asserter(kind >> 1, kind & 1, 0, 0, plain[kind]);
    plain[kind] = 0;
  }
}
static void audit(void) {
  int64_t total = 0;
  book_plain();
  for (int k = 0; k < ACCOUNTS; k++) total += account[k];
  for (uint32_t i = 0; i < node_count; i++) total += nodes[i].stake;
  if (total != 0) exit(4);
}

/* ---- work: slots of jobs, queues of nodes ---- */

static int32_t open_slot(void) {
  if (free_count > 0) return free_slots[--free_count];
  if (used_slots == capacity) {
    capacity = capacity ? capacity + capacity / 2 : 64;
    jobs = realloc(jobs, sizeof(job_t) * capacity), free_slots = realloc(free_slots, sizeof(int32_t) * capacity);
    behind = realloc(behind, (sizeof(int32_t) * capacity) << PLACE_BITS);
  }
  return used_slots++;
}
static void start(uint32_t i) {
  node_t *node = &nodes[i];
  int32_t place = node->head & PLACE_MASK;
  job_t *job = &jobs[node->head >> PLACE_BITS];
  double work;
  if (place == 0) work = job->is_false ? job->seconds * CHEAT_PACE : job->seconds;
  else {
    cursor_t cursor = cursor_at(job->number, VERIFY + place);
    work = exponential(keyed_uniform, &cursor);
  }
  schedule(now + work * node->pace, i + 1);
}
static inline void enqueue(uint32_t i, int32_t item) {
  node_t *node = &nodes[i];
  int is_idle = node->length++ == 0;
  if (is_idle) node->head = item;
  else behind[node->tail] = item;
  node->tail = item;
  if (is_idle) busy_nodes++, start(i);
}

/* ---- settlement ---- */

static void settle_challenged(job_t *job) {
  node_t *asserter = &nodes[job->asserter];
  int focal = job->asserter < focal_count, refuted = job->flags[0] + job->flags[1] > 0, members = 0;
  int64_t pay = refuted ? 0 : REWARD, taken = 0;
  move_money(ESCROW, INCOME, pay), move_money(ESCROW, CLIENTS, REWARD - pay);
  if (refuted) {
    taken = SLASH < asserter->stake ? SLASH : asserter->stake;
    asserter->stake -= taken, account[SLASHED] += taken;
  }
  book_asserter(focal, job->is_false, refuted, taken, 1);
  if (refuted) record.arbitrations += 1, record.verificationCost += COST;
  int64_t paid = VALIDATORS * VALIDATOR_PAY, bounty = taken / 2 / VALIDATORS;
  move_money(CLIENTS, ESCROW, paid), move_money(ESCROW, INCOME, paid);
  for (int k = 0; k < VALIDATORS; k++) {
    int is_member = job->validator[k] < focal_count;
    members += is_member;
    *(is_member ? &record.validatorIncome : &record.outsiderIncome) += VALIDATOR_PAY - COST;
  }
  for (int k = 0; k < VALIDATORS && bounty > 0; k++) {
    move_money(SLASHED, INCOME, bounty);
    *(job->validator[k] < focal_count ? &record.validatorIncome : &record.outsiderIncome) += bounty;
  }
  int64_t burned = taken - bounty * VALIDATORS;
  move_money(SLASHED, BURNED, burned);
  record.challengedJobs += 1, record.focalValidations += members, record.focalChallengedJobs += focal;
  record.focalColludingJobs += focal && members == VALIDATORS, record.verificationCost += VALIDATORS * COST;
  record.slashed += taken, record.burned += burned, record.clientPaid += paid;
  if (taken > 0) account[OPERATORS] -= STAKE - asserter->stake, asserter->stake = STAKE;
}
static void settle(int32_t slot) {
  job_t *job = &jobs[slot];
  add_sojourn(now - job->arrived, now, busy_seconds);
  if (job->challenged) settle_challenged(job);
  else plain[(job->asserter < focal_count) << 1 | job->is_false]++;
  free_slots[free_count++] = slot;
}

/* ---- what happens ---- */

static void schedule_arrival(void) {
  arrival = (event_t){now + demand.gap[place_of(arrived, jobs_per_second)], 0, next_sequence++};
}
static void arrive(void) {
  uint32_t number = arrived++, drawn = place_of(number, jobs_per_second);
  double place = demand.dispatch[drawn] * node_count;
  uint32_t first = place, second = (place - first) * (node_count - 1);
  if (second >= first) second++;
  uint32_t i = nodes[second].length < nodes[first].length ? second : first;
  int32_t slot = open_slot();
  jobs[slot] = (job_t){
      .arrived = now, .seconds = demand.seconds[drawn], .challenge = demand.challenge[drawn], .number = number, .asserter = i,
      .is_false = i < focal_count && demand.decide[drawn] < CHEAT};
  locked++;
  enqueue(i, slot << PLACE_BITS);
}
static void challenge(int32_t slot) {
  job_t *job = &jobs[slot];
  cursor_t cursor = cursor_at(job->number, VALIDATORS_DRAWN);
  job->challenged = 1, job->pending = VALIDATORS;
  for (int k = 0; k < VALIDATORS; k++) {
    uint32_t i;
    do i = keyed_uniform(&cursor) * node_count;
    while (i == job->asserter || (k > 0 && i == job->validator[0]));
    job->validator[k] = i;
  }
  for (int k = 0; k < VALIDATORS; k++) enqueue(job->validator[k], slot << PLACE_BITS | (k + 1));
}
static void complete(uint32_t i) {
  node_t *node = &nodes[i];
  int32_t item = node->head, slot = item >> PLACE_BITS, place = item & PLACE_MASK;
  job_t *job = &jobs[slot];
  int more = --node->length > 0;
  if (more) node->head = behind[item];
  else busy_nodes--;
  if (place > 0) {
    job->flags[place - 1] = job->is_false;
    if (--job->pending == 0) settle(slot);
  } else if (job->challenge < CHALLENGE) challenge(slot);
  else settle(slot);
  if (more) start(i);
}
static void play(uint32_t total) {
  int64_t interval = 65536 + 64 * (int64_t)node_count, events = 0;
  schedule_arrival();
  for (int64_t source = next_source(); source >= 0; source = next_source()) {
    busy_seconds += busy_nodes * (now - busy_since), busy_since = now;
    if (source > 0) complete(source - 1);
    else {
      arrive();
      if (arrived < total) schedule_arrival();
      else note_last_arrival(now, busy_seconds);
    }
    if (++events == interval) audit(), events = 0;
  }
  audit();
}

static double cpu_nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}
/* Not getrusage: there a process inherits the peak of whoever started it. */
static double peak_megabytes(void) {
  char line[256];
  double kilobytes = 0;
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status)) sscanf(line, "VmHWM: %lf", &kilobytes);
  return round(kilobytes / 1024);
}
static void print(const char *name, double value) {
  printf(isfinite(value) ? ",\"%s\":%.17g" : ",\"%s\":\"Infinity\"", name, value);
}

int main(int argc, char **argv) {
  if (argc != 5 || !read_ziggurat(argv[4])) return 2;
  node_count = atol(argv[1]);
  uint32_t total = atol(argv[2]);
  double before = cpu_nanoseconds();
  seed_draws(argv[3]);
  focal_count = round(0.2 * node_count);
  jobs_per_second = 0.7 * 1.25 / 1.2 * node_count;
  nodes = malloc(sizeof(node_t) * (size_t)node_count), heap = malloc(sizeof(event_t) * ((size_t)node_count + 8));
  for (uint32_t i = 0; i < node_count; i++) {
    cursor_t cursor = cursor_at(i, SPEED);
    nodes[i] = (node_t){.pace = 1 / (0.5 + (2 - 0.5) * keyed_uniform(&cursor)), .stake = STAKE};
    account[OPERATORS] -= STAKE;
  }
  play(total);
  service_t service = measure_service();
  double elapsed = cpu_nanoseconds() - before;
  if (account[ESCROW] != 0 || account[SLASHED] != 0 || free_count != used_slots || record.jobs != total) return 4;

  double whole = 0;
  for (int i = 0; i <= batches; i++) whole += batch_sums[i];
  printf("{\"nanoseconds\":%.4f", elapsed / (2.0 * total + VALIDATORS * record.challengedJobs));
  /* What a reader looks at, and what programs with other draws are compared with: two of them over the whole run. */
  print("sojourn", service.sojourn_seconds / service.sojourn_jobs), print("wholeSojourn", whole / total);
  print("challenged", record.challengedJobs / total), print("detected", record.detectedJobs / total);
  print("undetected", record.undetectedJobs / total), print("busy", service.busy_seconds / (node_count * service.window_seconds));
  print("wholeBusy", busy_seconds / now / node_count), print("income", record.asserterIncome / 1e9 / record.focalJobs);
  /* The record, by the names of its columns. */
#define COUNT(COLUMN) print(#COLUMN, record.COLUMN)
#define MONEY(COLUMN) print(#COLUMN, record.COLUMN / 1e9)
  COUNT(jobs), COUNT(focalJobs), COUNT(cheatedJobs), COUNT(challengedJobs), COUNT(focalChallengedJobs);
  COUNT(focalColludingJobs), COUNT(focalValidations), COUNT(detectedJobs), COUNT(undetectedJobs), COUNT(focalSlashes);
  COUNT(focalSlashEvents), COUNT(arbitrations), MONEY(verificationCost), MONEY(asserterIncome), MONEY(validatorIncome);
  MONEY(outsiderIncome), MONEY(slashed), MONEY(burned), MONEY(clientPaid);
  print("sojournSeconds", service.sojourn_seconds), print("sojournJobs", service.sojourn_jobs);
  print("sojournSecondsP50", service.quantile[0]), print("sojournSecondsP95", service.quantile[1]);
  print("sojournSecondsP99", service.quantile[2]), print("busySeconds", service.busy_seconds);
  print("nodeSeconds", node_count * service.window_seconds);
  print("megabytes", peak_megabytes()), puts("}");
  return 0;
}
