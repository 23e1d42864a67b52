/*
 * What the machine can do at most, as a contestant: ceiling fma|stream THREADS [BYTES]. The messages are those of
 * ../harness/protocol.ts. A step of fma is multiply-adds in registers, as wide as they come; a step of stream is
 * a[i] = b[i] + s * c[i] once over three arrays of BYTES each. The result tells operations and bytes of a step.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX__)
#define LANES 8
#else
#define LANES 4
#endif
typedef float vector __attribute__((vector_size(4 * LANES)));

/* Enough independent sums for two multiply-add units of 4 cycles' latency, with room. */
#define SUMS 12
#define TURNS 10000

static long bytes = 4000000;
static int streaming;
static volatile float sink;

typedef struct {
  pthread_t thread;
  long count;
  vector *a, *b, *c;
} worker;

static void fma_steps(long count) {
  vector sum[SUMS], x, y;
  /* Different sums: equal ones would be computed once. */
  for (int i = 0; i < SUMS; i++)
    for (int k = 0; k < LANES; k++) sum[i][k] = sink + i;
  for (int k = 0; k < LANES; k++) x[k] = 0.999f, y[k] = 0.001f;
  for (long step = 0; step < count; step++)
    for (int turn = 0; turn < TURNS; turn++) {
      for (int i = 0; i < SUMS; i++) sum[i] = sum[i] * x + y;
    }
  float total = 0;
  for (int i = 0; i < SUMS; i++) total += sum[i][0];
  sink = total;
}

static void stream_steps(worker *w) {
  const long n = bytes / (long)sizeof(vector);
  vector s;
  for (int i = 0; i < LANES; i++) s[i] = 0.5f;
  for (long step = 0; step < w->count; step++) {
    for (long i = 0; i < n; i++) w->a[i] = w->b[i] + s * w->c[i];
    __asm__ volatile("" ::: "memory");
  }
}

static void *work(void *argument) {
  worker *w = argument;
  if (streaming) stream_steps(w);
  else fma_steps(w->count);
  return NULL;
}

static vector *array(void) {
  vector *p = NULL;
  if (posix_memalign((void **)&p, 64, bytes + 64)) exit(1);
  memset(p, 0, bytes + 64);
  return p;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 3) return 1;
  streaming = strcmp(argv[1], "stream") == 0;
  const int threads = atoi(argv[2]);
  if (argc > 3) bytes = atol(argv[3]);
  worker *workers = calloc(threads, sizeof *workers);
  for (int i = 0; streaming && i < threads; i++)
    workers[i].a = array(), workers[i].b = array(), workers[i].c = array();
  /* For all threads together. */
  const double flops = streaming ? 0 : 2.0 * SUMS * LANES * TURNS * threads;
  const double moved = streaming ? 3.0 * (bytes / (long)sizeof(vector)) * sizeof(vector) * threads : 0;
  static char line[1 << 16];
  while (fgets(line, sizeof line, stdin)) {
    const char *run = strstr(line, "\"count\":");
    if (strstr(line, "\"hello\"")) {
      printf("{\"type\":\"hello\",\"name\":\"ceiling\",\"version\":\"C\",\"detail\":\"%d-bit, %d thread(s)\"}\n",
             32 * LANES, threads);
    } else if (strstr(line, "\"prepare\"")) {
      printf("{\"type\":\"prepared\"}\n");
    } else if (run) {
      const double began = now();
      for (int i = 0; i < threads; i++) workers[i].count = atol(run + 8);
      for (int i = 1; i < threads; i++) pthread_create(&workers[i].thread, NULL, work, &workers[i]);
      work(&workers[0]);
      for (int i = 1; i < threads; i++) pthread_join(workers[i].thread, NULL);
      printf("{\"type\":\"ran\",\"seconds\":%.9f}\n", now() - began);
    } else {
      printf("{\"type\":\"result\",\"values\":[%.1f,%.1f]}\n", flops, moved);
    }
    fflush(stdout);
  }
  return 0;
}
