// Vectors of W numbers in the compiler's own notation, and how they are read and written as float32
// or bfloat16.
#pragma once
#include <cstdint>
#include <cstring>

#define LAYERLOOM_INLINE inline __attribute__((always_inline))

// The compiler makes a function for each of these processors and takes the best of them when the
// program starts.
#if defined(__x86_64__) && defined(__linux__)
#define LAYERLOOM_CLONES __attribute__((target_clones("avx512f", "avx2", "default"), flatten))
#else
#define LAYERLOOM_CLONES __attribute__((flatten))
#endif

/** Calls `block` for all channels: sixteen at once, then four, then one by one; `c` is the first of
 * them. */
#define LAYERLOOM_BLOCKS(channels, block, ...)                    \
  {                                                               \
    int64_t c = 0;                                                \
    for (; c + 16 <= (channels); c += 16) block<16>(__VA_ARGS__); \
    for (; c + 4 <= (channels); c += 4) block<4>(__VA_ARGS__);    \
    for (; c < (channels); c++) block<1>(__VA_ARGS__);            \
  }

namespace layerloom {

template <int W, typename T>
struct VectorOf {
  typedef T Type __attribute__((vector_size(W * sizeof(T))));
};

template <int W>
using Floats = typename VectorOf<W, float>::Type;
template <int W>
using Bits = typename VectorOf<W, uint32_t>::Type;
template <int W>
using Halves = typename VectorOf<W, uint16_t>::Type;

/** The upper half of a float32. */
struct Bfloat16 {
  uint16_t bits;
};

template <int W>
LAYERLOOM_INLINE Floats<W> load(const float* from) {
  Floats<W> result;
  std::memcpy(&result, from, sizeof result);
  return result;
}

template <int W>
LAYERLOOM_INLINE Floats<W> load(const Bfloat16* from) {
  Halves<W> halves;
  std::memcpy(&halves, from, sizeof halves);
  const Bits<W> bits = __builtin_convertvector(halves, Bits<W>) << 16;
  Floats<W> result;
  std::memcpy(&result, &bits, sizeof result);
  return result;
}

template <int W>
LAYERLOOM_INLINE void store(float* to, Floats<W> value) {
  std::memcpy(to, &value, sizeof value);
}

/** Rounded to nearest, ties to even; what is no number stays none. */
template <int W>
LAYERLOOM_INLINE void store(Bfloat16* to, Floats<W> value) {
  Bits<W> bits;
  std::memcpy(&bits, &value, sizeof bits);
  const Bits<W> rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  const Bits<W> isNumber = reinterpret_cast<Bits<W>>(value == value);
  const Halves<W> halves =
      __builtin_convertvector((rounded & isNumber) | (0x7fc0 & ~isNumber), Halves<W>);
  std::memcpy(to, &halves, sizeof halves);
}

/** `value` where `of` is above 0 or no number, else 0. */
template <int W>
LAYERLOOM_INLINE Floats<W> positive(Floats<W> of, Floats<W> value) {
  const auto kept = !(of <= 0);
  Bits<W> bits;
  std::memcpy(&bits, &value, sizeof bits);
  bits &= reinterpret_cast<Bits<W>>(kept);
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

}  // namespace layerloom
