#include "normalization-loops.h"

#include <algorithm>

namespace layerloom {

namespace {

/** As many rows as stay in a core's second cache while they are read twice. */
int64_t rowsOfChunk(int64_t channels) {
  return std::max<int64_t>(1, 32768 / channels);
}

/** Of W channels: the sum over rows, then the squares of what is left without the mean. */
template <int W, typename T>
LAYERLOOM_INLINE void momentsOfBlock(const T* x, int64_t rows, int64_t channels, Moments& to,
                                     int64_t at) {
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
  for (int lane = 0; lane < W; lane++)
    to.add(at + lane, static_cast<double>(rows), mean[lane], squares[lane]);
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

/** `addend`: as many numbers as x, or none. */
template <int W, typename T>
LAYERLOOM_INLINE void normalizeBlock(const T* x, const T* addend, T* y, const Coefficients& k,
                                     int64_t c, bool rectified) {
  Floats<W> value =
      (load<W>(x) - load<W>(&k.mean[c])) * load<W>(&k.slope[c]) + load<W>(&k.shift[c]);
  if (addend != nullptr) value += load<W>(addend + c);
  if (rectified) value = positive<W>(value, value);
  store<W>(y, value);
}

template <typename T>
LAYERLOOM_INLINE void normalizeRows(const T* x, const T* addend, T* y, int64_t rows,
                                    int64_t channels, const Coefficients& k, bool rectified) {
  for (int64_t row = 0; row < rows; row++, x += channels, y += channels) {
    LAYERLOOM_BLOCKS(channels, normalizeBlock, x + c, addend, y + c, k, c, rectified)
    if (addend != nullptr) addend += channels;
  }
}

/** dy where it came through: all of it, or where y was not cut off. */
template <int W>
LAYERLOOM_INLINE Floats<W> passed(Floats<W> dy, Floats<W> centred, const Coefficients& k, int64_t c,
                                  bool rectified) {
  if (!rectified) return dy;
  return positive<W>(centred * load<W>(&k.slope[c]) + load<W>(&k.shift[c]), dy);
}

/** Sums of dy and of dy·(x − mean), of W channels in `rows` rows. */
template <int W, typename T>
LAYERLOOM_INLINE void sumBlock(const T* dy, const T* x, int64_t rows, int64_t channels,
                               const Coefficients& k, Sums& to, int64_t c, bool rectified) {
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
LAYERLOOM_INLINE void sumRows(const T* dy, const T* x, int64_t rows, int64_t channels,
                              const Coefficients& k, Sums& to, bool rectified) {
  const int64_t chunk = rowsOfChunk(channels);
  for (int64_t row = 0; row < rows; row += chunk) {
    const int64_t some = std::min(chunk, rows - row), from = row * channels;
    LAYERLOOM_BLOCKS(channels, sumBlock, dy + from + c, x + from + c, some, channels, k, to, c,
                     rectified)
  }
}

/** dx = slope·(dy − Σdy ÷ n − x̂·Σ(dy·x̂) ÷ n), the latter two given for every channel. */
template <int W, typename T>
LAYERLOOM_INLINE void gradientBlock(const T* dy, const T* x, T* dx, const Coefficients& k,
                                    const float* plain, const float* scaled, int64_t c,
                                    bool rectified) {
  const Floats<W> centred = load<W>(x) - load<W>(&k.mean[c]);
  const Floats<W> came = passed<W>(load<W>(dy), centred, k, c, rectified);
  store<W>(dx, load<W>(&k.slope[c]) * (came - load<W>(plain + c) - centred * load<W>(scaled + c)));
}

template <typename T>
LAYERLOOM_INLINE void gradientRows(const T* dy, const T* x, T* dx, int64_t rows, int64_t channels,
                                   const Coefficients& k, const float* plain, const float* scaled,
                                   bool rectified) {
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
  LAYERLOOM_BLOCKS(count, cutBlock, y + c, first + c, second == nullptr ? nullptr : second + c,
                   dx + c)
}

}  // namespace

// Once for every number type; the compiler makes each for several generations of processors.
#define LAYERLOOM_LOOPS(T)                                                                       \
  LAYERLOOM_CLONES void moments(const T* x, int64_t rows, int64_t channels, Moments& to) {       \
    momentsOf(x, rows, channels, to);                                                            \
  }                                                                                              \
  LAYERLOOM_CLONES void normalize(const T* x, const T* addend, T* y, int64_t rows,               \
                                  int64_t channels, const Coefficients& k, bool cut) {           \
    normalizeRows(x, addend, y, rows, channels, k, cut);                                         \
  }                                                                                              \
  LAYERLOOM_CLONES void sum(const T* dy, const T* x, int64_t rows, int64_t channels,             \
                            const Coefficients& k, Sums& to, bool cut) {                         \
    sumRows(dy, x, rows, channels, k, to, cut);                                                  \
  }                                                                                              \
  LAYERLOOM_CLONES void cut(const T* y, const T* first, const T* second, T* dx, int64_t count) { \
    cutAll(y, first, second, dx, count);                                                         \
  }                                                                                              \
  LAYERLOOM_CLONES void gradient(const T* dy, const T* x, T* dx, int64_t rows, int64_t channels, \
                                 const Coefficients& k, const float* plain, const float* scaled, \
                                 bool cut) {                                                     \
    gradientRows(dy, x, dx, rows, channels, k, plain, scaled, cut);                              \
  }
LAYERLOOM_LOOPS(float)
LAYERLOOM_LOOPS(Bfloat16)
#undef LAYERLOOM_LOOPS

}  // namespace layerloom
