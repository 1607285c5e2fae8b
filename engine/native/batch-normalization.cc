// Batch normalization of a batch that is cut into lanes (engine/compile/lanes.ts): each lane is
// computed by a thread of its own, with the mean and the variance of all of them. TensorFlow's
// operation knows its own lane only. y = gamma·(x − mean) ÷ √(variance + epsilon) + beta, and
// max(0, y) where `rectified`. Ioffe and Szegedy, 2015.
#include <cmath>
#include <cstring>

#include "normalization-loops.h"
#include "operation.h"

namespace {

using layerloom::Bfloat16;
using layerloom::Coefficients;
using layerloom::cut;
using layerloom::Kernel;
using layerloom::Moments;
using layerloom::Sums;
using layerloom::View;

/** The rows of what `LayerloomMoments` gives. */
enum { kCount, kMean, kDeviations, kMomentRows };

/** The moments of all lanes: inputs from `first` on. */
Moments merge(Kernel& call, int first, int64_t channels) {
  Moments all(channels);
  for (int input = first; input < call.inputs(); input++) {
    const float* lane = call.input(input).as<float>();
    const double count = lane[kCount * channels];
    if (count == 0) continue;
    for (int64_t c = 0; c < channels; c++)
      all.add(c, count, lane[kMean * channels + c], lane[kDeviations * channels + c]);
    all.count += count;
  }
  return all;
}

/** From scale, shift and the moments of all lanes: the inputs from these on. */
Coefficients coefficients(Kernel& call, int affine, int moments) {
  const View scale = call.input(affine), shift = call.input(affine + 1);
  const int64_t channels = scale.channels();
  const Moments all = merge(call, moments, channels);
  const size_t size = static_cast<size_t>(channels);
  Coefficients k{{}, std::vector<float>(size), {}, std::vector<float>(size), all.count};
  k.mean.assign(all.mean.begin(), all.mean.end());
  k.shift.assign(shift.as<float>(), shift.as<float>() + channels);
  for (size_t c = 0; c < size; c++) {
    const double variance = all.deviations[c] / all.count;
    k.inverse[c] = static_cast<float>(1 / std::sqrt(variance + call.epsilon()));
    k.slope[c] = scale.as<float>()[c] * k.inverse[c];
  }
  return k;
}

/** Of `examples` pictures, the first of the tensor; the others fill a lane that would be empty. */
int64_t rowsOf(const View& x, int64_t examples) {
  return x.sizes[0] == 0 ? 0 : x.count() / x.channels() / x.sizes[0] * examples;
}

// x: T, examples: int32 -> moments: float [3, channels]: how many numbers, their mean, the sum of
// (x − mean)².
template <typename T>
void computeMoments(Kernel& call) {
  const View x = call.input(0);
  const int64_t channels = x.channels();
  Moments found(channels);
  moments(x.as<T>(), rowsOf(x, *call.input(1).as<int32_t>()), channels, found);
  float* out = call.output(0, {kMomentRows, channels}).template as<float>();
  if (!call) return;
  for (int64_t c = 0; c < channels; c++) {
    out[kCount * channels + c] = static_cast<float>(found.count);
    out[kMean * channels + c] = static_cast<float>(found.mean[c]);
    out[kDeviations * channels + c] = static_cast<float>(found.deviations[c]);
  }
}

// moments: lanes × float -> mean, variance: float [channels]; the variance is divided by n, not by
// n − 1.
void computeStatistics(Kernel& call) {
  const int64_t channels = call.input(0).channels();
  const Moments all = merge(call, 0, channels);
  float* mean = call.output(0, {channels}).as<float>();
  float* variance = call.output(1, {channels}).as<float>();
  if (!call) return;
  for (int64_t c = 0; c < channels; c++) {
    mean[c] = static_cast<float>(all.mean[c]);
    variance[c] = static_cast<float>(all.deviations[c] / all.count);
  }
}

// x: T, scale, shift: float [channels], where `added` addend: T, moments: lanes × float -> y: T,
// over the addend where nobody else reads it.
template <typename T, bool added>
void computeNormalize(Kernel& call) {
  const View x = call.input(0);
  const Coefficients k = coefficients(call, 1, added ? 4 : 3);
  const T* addend = added ? call.input(3).as<T>() : nullptr;
  const View y = added ? call.outputOver(3, 0, x.sizes) : call.output(0, x.sizes);
  if (!call) return;
  normalize(x.as<T>(), addend, y.as<T>(), x.count() / x.channels(), x.channels(), k,
            call.rectified());
}

// y, dys: count × T -> their sum where y is above 0, else 0; over the first dy where nobody else
// reads it.
template <typename T>
void computeReluGrad(Kernel& call) {
  const View y = call.input(0);
  const int count = call.inputs() - 1;
  const T* first = call.input(1).as<T>();
  const T* second = count > 1 ? call.input(2).as<T>() : nullptr;
  T* dx = call.outputOver(1, 0, y.sizes).template as<T>();
  if (!call) return;
  cut(y.as<T>(), first, second, dx, y.count());
}

// dy, x: T, scale, shift, examples, moments -> sums: float [2, channels]: of dy, and of dy·x̂.
template <typename T>
void computeSums(Kernel& call) {
  const View x = call.input(1);
  const int64_t channels = x.channels();
  const Coefficients k = coefficients(call, 2, 5);
  Sums found{std::vector<double>(channels), std::vector<double>(channels)};
  sum(call.input(0).as<T>(), x.as<T>(), rowsOf(x, *call.input(4).as<int32_t>()), channels, k, found,
      call.rectified());
  float* out = call.output(0, {2, channels}).template as<float>();
  if (!call) return;
  for (int64_t c = 0; c < channels; c++) {
    out[c] = static_cast<float>(found.plain[c]);
    out[channels + c] = static_cast<float>(found.scaled[c] * k.inverse[c]);
  }
}

// dy, x: T, scale, shift, examples, sums of all lanes, moments -> dx: T, written over dy where
// nobody else reads it.
template <typename T>
void computeGradient(Kernel& call) {
  const View x = call.input(1);
  const int64_t channels = x.channels();
  const Coefficients k = coefficients(call, 2, 6);
  const float* sums = call.input(5).as<float>();
  std::vector<float> plain(channels), scaled(channels);
  for (int64_t c = 0; c < channels; c++) {
    plain[c] = static_cast<float>(sums[c] / k.count);
    scaled[c] =
        static_cast<float>(k.inverse[c] * static_cast<double>(sums[channels + c]) / k.count);
  }
  const int64_t rows = rowsOf(x, *call.input(4).as<int32_t>());
  const T* dy = call.input(0).as<T>();
  T* dx = call.outputOver(0, 0, x.sizes).template as<T>();
  if (!call) return;
  gradient(dy, x.as<T>(), dx, rows, channels, k, plain.data(), scaled.data(), call.rectified());
  std::memset(static_cast<void*>(dx + rows * channels), 0,
              (x.count() - rows * channels) * sizeof(T));
}

}  // namespace

namespace layerloom {

void registerBatchNormalization() {
  registerOperation("LayerloomMoments", {"x: T", "examples: int32"}, {"moments: float"}, {numbers});
  registerKernels<computeMoments<float>, computeMoments<Bfloat16>>("LayerloomMoments");
  registerOperation("LayerloomStatistics", {"moments: lanes * float"},
                    {"mean: float", "variance: float"}, {lanes});
  registerKernel<computeStatistics>("LayerloomStatistics");
  registerOperation("LayerloomNormalize",
                    {"x: T", "scale: float", "shift: float", "moments: lanes * float"}, {"y: T"},
                    {numbers, lanes, epsilon, rectified}, 0);
  registerKernels<computeNormalize<float, false>, computeNormalize<Bfloat16, false>>(
      "LayerloomNormalize");
  registerOperation("LayerloomNormalizeAdd",
                    {"x: T", "scale: float", "shift: float", "addend: T", "moments: lanes * float"},
                    {"y: T"}, {numbers, lanes, epsilon, rectified}, 0);
  registerKernels<computeNormalize<float, true>, computeNormalize<Bfloat16, true>>(
      "LayerloomNormalizeAdd");
  registerOperation("LayerloomReluGrad", {"y: T", "dys: count * T"}, {"dx: T"},
                    {numbers, "count: int >= 1"}, 0);
  registerKernels<computeReluGrad<float>, computeReluGrad<Bfloat16>>("LayerloomReluGrad");
  registerOperation("LayerloomNormalizeSums",
                    {"dy: T", "x: T", "scale: float", "shift: float", "examples: int32",
                     "moments: lanes * float"},
                    {"sums: float"}, {numbers, lanes, epsilon, rectified});
  registerKernels<computeSums<float>, computeSums<Bfloat16>>("LayerloomNormalizeSums");
  registerOperation("LayerloomNormalizeGrad",
                    {"dy: T", "x: T", "scale: float", "shift: float", "examples: int32",
                     "sums: float", "moments: lanes * float"},
                    {"dx: T"}, {numbers, lanes, epsilon, rectified}, 1);
  registerKernels<computeGradient<float>, computeGradient<Bfloat16>>("LayerloomNormalizeGrad");
}

}  // namespace layerloom
