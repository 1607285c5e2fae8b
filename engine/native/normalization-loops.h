// The loops of batch normalization over rows of channels, for float32 and bfloat16, in vectors.
#pragma once
#include <cstdint>
#include <vector>

#include "vectors.h"

namespace layerloom {

/** Count, mean and squares of several sets of numbers as of one: Chan, Golub and LeVeque, 1979. */
struct Moments {
  std::vector<double> mean, deviations;
  double count = 0;

  explicit Moments(int64_t channels) : mean(channels), deviations(channels) {}

  /** What another set of n numbers adds to a channel; `count` is that before it. */
  void add(int64_t channel, double n, double itsMean, double itsDeviations) {
    const double apart = itsMean - mean[channel], share = n / (count + n);
    mean[channel] += apart * share;
    deviations[channel] += itsDeviations + apart * apart * count * share;
  }
};

/** What y, its gradient and the sums have in common, channel by channel. */
struct Coefficients {
  std::vector<float> mean, slope, shift, inverse;
  double count = 0;
};

struct Sums {
  std::vector<double> plain, scaled;
};

// Each is there for `float` and for `Bfloat16`.

/** Adds the moments of `rows` rows. */
void moments(const float* x, int64_t rows, int64_t channels, Moments& to);
void moments(const Bfloat16* x, int64_t rows, int64_t channels, Moments& to);

/** y = (x − mean)·slope + shift + `addend`, where there is one; cut off at 0 where `rectified`. */
void normalize(const float* x, const float* addend, float* y, int64_t rows, int64_t channels,
               const Coefficients& k, bool rectified);
void normalize(const Bfloat16* x, const Bfloat16* addend, Bfloat16* y, int64_t rows,
               int64_t channels, const Coefficients& k, bool rectified);

/** Adds dy and dy·(x − mean), of dy that came through. */
void sum(const float* dy, const float* x, int64_t rows, int64_t channels, const Coefficients& k,
         Sums& to, bool rectified);
void sum(const Bfloat16* dy, const Bfloat16* x, int64_t rows, int64_t channels,
         const Coefficients& k, Sums& to, bool rectified);

/** dx = slope·(dy − plain − (x − mean)·scaled), the latter two a number per channel. */
void gradient(const float* dy, const float* x, float* dx, int64_t rows, int64_t channels,
              const Coefficients& k, const float* plain, const float* scaled, bool rectified);
void gradient(const Bfloat16* dy, const Bfloat16* x, Bfloat16* dx, int64_t rows, int64_t channels,
              const Coefficients& k, const float* plain, const float* scaled, bool rectified);

/** dx = first + second (where there is one) where y is above 0, else 0. */
void cut(const float* y, const float* first, const float* second, float* dx, int64_t count);
void cut(const Bfloat16* y, const Bfloat16* first, const Bfloat16* second, Bfloat16* dx,
         int64_t count);

}  // namespace layerloom
