// Batch normalization of a batch that is cut into lanes (engine/compile/lanes.ts): each lane is computed by a thread
// of its own, with the mean and the variance of all of them. TensorFlow's operation knows its own lane only.
// y = gamma·(x − mean) ÷ √(variance + epsilon) + beta, and max(0, y) where `rectified`. Ioffe and Szegedy, 2015.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "operation.h"
#include "vectors.h"

namespace {

using layerloom::Kernel;
using layerloom::View;

/** The rows of `Moments` and of what `merge` makes of several. */
enum { kCount, kMean, kDeviations, kMomentRows };

/** As many rows as stay in a core's second cache while they are read twice. */
int64_t rowsOfChunk(int64_t channels) { return std::max<int64_t>(1, 32768 / channels); }

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

/** Sum over rows, then the squares of what is left without the mean: of W channels in `rows` rows. */
template <int W, typename T>
LAYERLOOM_INLINE void momentsOfBlock(const T* x, int64_t rows, int64_t channels, Moments& to, int64_t at) {
  using V = Floats<W>;
  V even{}, odd{};
  int64_t row = 0;
  for (; row + 1 < rows; row += 2) {
    even += load<W>(x + row * channels);
    odd += load<W>(x + (row + 1) * channels);
  }
  if (row < rows) even += load<W>(x + row * channels);
  const V mean = (even + odd) * (1.0f / static_cast<float>(rows));
  V squares{}, others{};
  for (row = 0; row + 1 < rows; row += 2) {
    const V a = load<W>(x + row * channels) - mean, b = load<W>(x + (row + 1) * channels) - mean;
    squares += a * a;
    others += b * b;
  }
  if (row < rows) {
    const V a = load<W>(x + row * channels) - mean;
    squares += a * a;
  }
  squares += others;
  for (int lane = 0; lane < W; lane++) to.add(at + lane, static_cast<double>(rows), mean[lane], squares[lane]);
}

template <typename T>
LAYERLOOM_INLINE void momentsOf(const T* x, int64_t rows, int64_t channels, Moments& to) {
  const int64_t chunk = rowsOfChunk(channels);
  for (int64_t row = 0; row < rows; row += chunk) {
    const int64_t some = std::min(chunk, rows - row);
    const T* from = x + row * channels;
    LAYERLOOM_BLOCKS(channels, momentsOfBlock, from + c, some, channels, to, c)
    to.count += static_cast<double>(some);
  }
}

/** What y, its gradient and the sums have in common, channel by channel. */
struct Coefficients {
  std::vector<float> mean, slope, shift, inverse;
  double count = 0;
};

struct Sums {
  std::vector<double> plain, scaled;
};

/** `addend`: as many numbers as x, or none. */
template <int W, typename T>
LAYERLOOM_INLINE void normalizeBlock(const T* x, const T* addend, T* y, const Coefficients& k, int64_t c, bool rectified) {
  Floats<W> value = (load<W>(x) - load<W>(&k.mean[c])) * load<W>(&k.slope[c]) + load<W>(&k.shift[c]);
  if (addend != nullptr) value += load<W>(addend + c);
  if (rectified) value = positive<W>(value, value);
  store<W>(y, value);
}

template <typename T>
LAYERLOOM_INLINE void normalizeRows(const T* x, const T* addend, T* y, int64_t rows, int64_t channels, const Coefficients& k, bool rectified) {
  for (int64_t row = 0; row < rows; row++, x += channels, y += channels) {
    LAYERLOOM_BLOCKS(channels, normalizeBlock, x + c, addend, y + c, k, c, rectified)
    if (addend != nullptr) addend += channels;
  }
}

/** dy where it came through: all of it, or where y was not cut off. */
template <int W>
LAYERLOOM_INLINE Floats<W> passed(Floats<W> dy, Floats<W> centred, const Coefficients& k, int64_t c, bool rectified) {
  if (!rectified) return dy;
  return positive<W>(centred * load<W>(&k.slope[c]) + load<W>(&k.shift[c]), dy);
}

/** Sums of dy and of dy·(x − mean), of W channels in `rows` rows. */
template <int W, typename T>
LAYERLOOM_INLINE void sumBlock(const T* dy, const T* x, int64_t rows, int64_t channels, const Coefficients& k, Sums& to, int64_t c, bool rectified) {
  using V = Floats<W>;
  const V mean = load<W>(&k.mean[c]);
  V plain{}, scaled{};
  for (int64_t row = 0; row < rows; row++) {
    const V centred = load<W>(x + row * channels) - mean;
    const V came = passed<W>(load<W>(dy + row * channels), centred, k, c, rectified);
    plain += came;
    scaled += came * centred;
  }
  for (int lane = 0; lane < W; lane++) {
    to.plain[c + lane] += plain[lane];
    to.scaled[c + lane] += scaled[lane];
  }
}

template <typename T>
LAYERLOOM_INLINE void sumRows(const T* dy, const T* x, int64_t rows, int64_t channels, const Coefficients& k, Sums& to, bool rectified) {
  const int64_t chunk = rowsOfChunk(channels);
  for (int64_t row = 0; row < rows; row += chunk) {
    const int64_t some = std::min(chunk, rows - row), from = row * channels;
    LAYERLOOM_BLOCKS(channels, sumBlock, dy + from + c, x + from + c, some, channels, k, to, c, rectified)
  }
}

/** dx = slope·(dy − Σdy ÷ n − x̂·Σ(dy·x̂) ÷ n), the latter two given for every channel. */
template <int W, typename T>
LAYERLOOM_INLINE void gradientBlock(const T* dy, const T* x, T* dx, const Coefficients& k, const float* plain, const float* scaled, int64_t c, bool rectified) {
  const Floats<W> centred = load<W>(x) - load<W>(&k.mean[c]);
  const Floats<W> came = passed<W>(load<W>(dy), centred, k, c, rectified);
  store<W>(dx, load<W>(&k.slope[c]) * (came - load<W>(plain + c) - centred * load<W>(scaled + c)));
}

template <typename T>
LAYERLOOM_INLINE void gradientRows(const T* dy, const T* x, T* dx, int64_t rows, int64_t channels, const Coefficients& k, const float* plain, const float* scaled, bool rectified) {
  for (int64_t row = 0; row < rows; row++, dy += channels, x += channels, dx += channels) {
    LAYERLOOM_BLOCKS(channels, gradientBlock, dy + c, x + c, dx + c, k, plain, scaled, c, rectified)
  }
}

template <int W, typename T>
LAYERLOOM_INLINE void cutBlock(const T* y, const T* first, const T* second, T* dx) {
  Floats<W> sum = load<W>(first);
  if (second != nullptr) sum += load<W>(second);
  store<W>(dx, positive<W>(load<W>(y), sum));
}

template <typename T>
LAYERLOOM_INLINE void cutAll(const T* y, const T* first, const T* second, T* dx, int64_t count) {
  LAYERLOOM_BLOCKS(count, cutBlock, y + c, first + c, second == nullptr ? nullptr : second + c, dx + c)
}

// The loops once for every number type; the compiler makes each for several generations of processors.
#define LAYERLOOM_LOOPS(T)                                                                                            \
  LAYERLOOM_CLONES void moments(const T* x, int64_t rows, int64_t channels, Moments& to) {                            \
    momentsOf(x, rows, channels, to);                                                                                 \
  }                                                                                                                   \
  LAYERLOOM_CLONES void normalize(const T* x, const T* addend, T* y, int64_t rows, int64_t channels, const Coefficients& k, bool cut) { \
    normalizeRows(x, addend, y, rows, channels, k, cut);                                                                      \
  }                                                                                                                   \
  LAYERLOOM_CLONES void sum(const T* dy, const T* x, int64_t rows, int64_t channels, const Coefficients& k, Sums& to, bool cut) { \
    sumRows(dy, x, rows, channels, k, to, cut);                                                                       \
  }                                                                                                                   \
  LAYERLOOM_CLONES void cut(const T* y, const T* first, const T* second, T* dx, int64_t count) {                      \
    cutAll(y, first, second, dx, count);                                                                              \
  }                                                                                                                   \
  LAYERLOOM_CLONES void gradient(const T* dy, const T* x, T* dx, int64_t rows, int64_t channels, const Coefficients& k, const float* plain, const float* scaled, bool cut) { \
    gradientRows(dy, x, dx, rows, channels, k, plain, scaled, cut);                                                   \
  }
LAYERLOOM_LOOPS(float)
LAYERLOOM_LOOPS(Bfloat16)

/** The moments of all lanes: inputs from `first` on. */
Moments merge(Kernel& call, int first, int64_t channels) {
  Moments all(channels);
  for (int input = first; input < call.inputs(); input++) {
    const float* lane = call.input(input).as<float>();
    const double count = lane[kCount * channels];
    if (count == 0) continue;
    for (int64_t c = 0; c < channels; c++) all.add(c, count, lane[kMean * channels + c], lane[kDeviations * channels + c]);
    all.count += count;
  }
  return all;
}

Coefficients coefficients(const Moments& all, const float* scale, const float* offset, float epsilon) {
  const size_t channels = all.mean.size();
  Coefficients k{{}, std::vector<float>(channels), {}, std::vector<float>(channels), all.count};
  k.mean.assign(all.mean.begin(), all.mean.end());
  k.shift.assign(offset, offset + channels);
  for (size_t c = 0; c < channels; c++) {
    k.inverse[c] = static_cast<float>(1 / std::sqrt(all.deviations[c] / all.count + epsilon));
    k.slope[c] = scale[c] * k.inverse[c];
  }
  return k;
}

/** Of `examples` pictures, the first of the tensor; the others fill a lane that would be empty. */
int64_t rowsOf(const View& x, int64_t examples) {
  return x.sizes[0] == 0 ? 0 : x.count() / x.channels() / x.sizes[0] * examples;
}

// x: T, examples: int32 -> moments: float [3, channels]: how many numbers, their mean, the sum of (x − mean)².
template <typename T>
void computeMoments(Kernel& call) {
  const View x = call.input(0);
  const int64_t channels = x.channels();
  Moments found(channels);
  moments(x.as<T>(), rowsOf(x, *call.input(1).as<int32_t>()), channels, found);
  float* out = call.output(0, {kMomentRows, channels}).template as<float>();
  for (int64_t c = 0; c < channels; c++) {
    out[kCount * channels + c] = static_cast<float>(found.count);
    out[kMean * channels + c] = static_cast<float>(found.mean[c]);
    out[kDeviations * channels + c] = static_cast<float>(found.deviations[c]);
  }
}

// moments: lanes × float -> mean, variance: float [channels]; the variance is divided by n, not by n − 1.
void computeStatistics(Kernel& call) {
  const int64_t channels = call.input(0).channels();
  const Moments all = merge(call, 0, channels);
  float* mean = call.output(0, {channels}).as<float>();
  float* variance = call.output(1, {channels}).as<float>();
  for (int64_t c = 0; c < channels; c++) {
    mean[c] = static_cast<float>(all.mean[c]);
    variance[c] = static_cast<float>(all.deviations[c] / all.count);
  }
}

// x: T, scale, offset: float [channels], moments: lanes × float -> y: T.
template <typename T>
void computeNormalize(Kernel& call) {
  const View x = call.input(0);
  const int64_t channels = x.channels();
  const Coefficients k = coefficients(merge(call, 3, channels), call.input(1).as<float>(), call.input(2).as<float>(), call.epsilon());
  T* y = call.output(0, x.sizes).template as<T>();
  normalize(x.as<T>(), static_cast<const T*>(nullptr), y, x.count() / channels, channels, k, call.rectified());
}

// x: T, scale, offset: float [channels], addend: T, moments: lanes × float -> y: T, over the addend where nobody else reads it.
template <typename T>
void computeNormalizeAdd(Kernel& call) {
  const View x = call.input(0);
  const int64_t channels = x.channels();
  const Coefficients k = coefficients(merge(call, 4, channels), call.input(1).as<float>(), call.input(2).as<float>(), call.epsilon());
  const T* addend = call.input(3).as<T>();
  T* y = call.outputOver(3, 0, x.sizes).template as<T>();
  normalize(x.as<T>(), addend, y, x.count() / channels, channels, k, call.rectified());
}

// y, dys: count × T -> their sum where y is above 0, else 0; over the first dy where nobody else reads it.
template <typename T>
void computeReluGrad(Kernel& call) {
  const View y = call.input(0);
  const int count = call.inputs() - 1;
  const T* first = call.input(1).as<T>();
  const T* second = count > 1 ? call.input(2).as<T>() : nullptr;
  T* dx = call.outputOver(1, 0, y.sizes).template as<T>();
  cut(y.as<T>(), first, second, dx, y.count());
}

// dy, x: T, scale, offset, examples, moments -> sums: float [2, channels]: of dy, and of dy·x̂.
template <typename T>
void computeSums(Kernel& call) {
  const View x = call.input(1);
  const int64_t channels = x.channels();
  const Coefficients k = coefficients(merge(call, 5, channels), call.input(2).as<float>(), call.input(3).as<float>(), call.epsilon());
  Sums found{std::vector<double>(channels), std::vector<double>(channels)};
  sum(call.input(0).as<T>(), x.as<T>(), rowsOf(x, *call.input(4).as<int32_t>()), channels, k, found, call.rectified());
  float* out = call.output(0, {2, channels}).template as<float>();
  for (int64_t c = 0; c < channels; c++) {
    out[c] = static_cast<float>(found.plain[c]);
    out[channels + c] = static_cast<float>(found.scaled[c] * k.inverse[c]);
  }
}

// dy, x: T, scale, offset, examples, sums of all lanes, moments -> dx: T, written over dy where nobody else reads it.
template <typename T>
void computeGradient(Kernel& call) {
  const View x = call.input(1);
  const int64_t channels = x.channels();
  const Coefficients k = coefficients(merge(call, 6, channels), call.input(2).as<float>(), call.input(3).as<float>(), call.epsilon());
  const float* sums = call.input(5).as<float>();
  std::vector<float> plain(channels), scaled(channels);
  for (int64_t c = 0; c < channels; c++) {
    plain[c] = static_cast<float>(sums[c] / k.count);
    scaled[c] = static_cast<float>(k.inverse[c] * static_cast<double>(sums[channels + c]) / k.count);
  }
  const int64_t rows = rowsOf(x, *call.input(4).as<int32_t>());
  const T* dy = call.input(0).as<T>();
  T* dx = call.outputOver(0, 0, x.sizes).template as<T>();
  gradient(dy, x.as<T>(), dx, rows, channels, k, plain.data(), scaled.data(), call.rectified());
  std::memset(static_cast<void*>(dx + rows * channels), 0, (x.count() - rows * channels) * sizeof(T));
}

}  // namespace

namespace layerloom {

void registerBatchNormalization() {
  registerOperation("LayerloomMoments", {"x: T", "examples: int32"}, {"moments: float"}, {numbers});
  registerKernels<computeMoments<float>, computeMoments<Bfloat16>>("LayerloomMoments");
  registerOperation("LayerloomStatistics", {"moments: lanes * float"}, {"mean: float", "variance: float"}, {lanes});
  registerKernel<computeStatistics>("LayerloomStatistics");
  registerOperation("LayerloomNormalize", {"x: T", "scale: float", "offset: float", "moments: lanes * float"},
                    {"y: T"}, {numbers, lanes, epsilon, rectified}, 0);
  registerKernels<computeNormalize<float>, computeNormalize<Bfloat16>>("LayerloomNormalize");
  registerOperation("LayerloomNormalizeAdd",
                    {"x: T", "scale: float", "offset: float", "addend: T", "moments: lanes * float"}, {"y: T"},
                    {numbers, lanes, epsilon, rectified}, 0);
  registerKernels<computeNormalizeAdd<float>, computeNormalizeAdd<Bfloat16>>("LayerloomNormalizeAdd");
  registerOperation("LayerloomReluGrad", {"y: T", "dys: count * T"}, {"dx: T"}, {numbers, "count: int >= 1"}, 0);
  registerKernels<computeReluGrad<float>, computeReluGrad<Bfloat16>>("LayerloomReluGrad");
  registerOperation("LayerloomNormalizeSums",
                    {"dy: T", "x: T", "scale: float", "offset: float", "examples: int32", "moments: lanes * float"},
                    {"sums: float"}, {numbers, lanes, epsilon, rectified});
  registerKernels<computeSums<float>, computeSums<Bfloat16>>("LayerloomNormalizeSums");
  registerOperation("LayerloomNormalizeGrad",
                    {"dy: T", "x: T", "scale: float", "offset: float", "examples: int32", "sums: float",
                     "moments: lanes * float"},
                    {"dx: T"}, {numbers, lanes, epsilon, rectified}, 1);
  registerKernels<computeGradient<float>, computeGradient<Bfloat16>>("LayerloomNormalizeGrad");
}

}  // namespace layerloom
