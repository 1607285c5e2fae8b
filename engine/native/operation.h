// TensorFlow operations of our own, through its C interface, which stays the same from version to
// version.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <vector>

// The wheel lacks a header of what is left out by this, which we do not use.
#define IS_SLIM_BUILD
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"

namespace layerloom {

using Sizes = std::vector<int64_t>;

/** A tensor's numbers and sizes, as long as its kernel runs. */
struct View {
  void* data;
  Sizes sizes;

  int64_t count() const;
  /** The last axis. */
  int64_t channels() const { return sizes.back(); }
  template <typename T>
  T* as() const {
    return static_cast<T*>(data);
  }
};

/** The attributes of a node that our kernels read. */
struct Attributes {
  float epsilon = 0;
  bool rectified = false;
};

/** One run of a node. Frees its tensors when it ends. */
class Kernel {
 public:
  Kernel(TF_OpKernelContext* context, const Attributes* attributes);
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  /** False where TensorFlow had no memory for a tensor: it is told so when this ends. */
  explicit operator bool() const { return TF_GetCode(status_) == TF_OK; }
  int inputs() const;
  View input(int index);
  View output(int index, const Sizes& sizes);
  /** The same in the memory of an input that nobody else reads, where there is such. */
  View outputOver(int input, int index, const Sizes& sizes);
  float epsilon() const { return attributes_->epsilon; }
  bool rectified() const { return attributes_->rectified; }

 private:
  View view(TF_Tensor* tensor);

  TF_OpKernelContext* context_;
  const Attributes* attributes_;
  TF_Status* status_;
  std::vector<TF_Tensor*> tensors_;
};

using Compute = void (*)(Kernel&);

constexpr const char* numbers = "T: {float, bfloat16}";
constexpr const char* lanes = "lanes: int >= 1";
constexpr const char* epsilon = "epsilon: float";
constexpr const char* rectified = "rectified: bool = false";

/** `like`: the input whose sizes the output has; -1 where TensorFlow learns them when it runs. */
void registerOperation(const char* name, std::initializer_list<const char*> inputs,
                       std::initializer_list<const char*> outputs,
                       std::initializer_list<const char*> attributes, int like = -1);

void* createAttributes(TF_OpKernelConstruction* construction);
void deleteAttributes(void* attributes);
void registerKernel(const char* name, TF_KernelBuilder* builder, const TF_DataType* type);

template <Compute compute>
void run(void* attributes, TF_OpKernelContext* context) {
  Kernel call(context, static_cast<const Attributes*>(attributes));
  compute(call);
}

/** A kernel for the processor; `type` is the node's T, where it has one. */
template <Compute compute>
void registerKernel(const char* name, const TF_DataType* type = nullptr) {
  registerKernel(name,
                 TF_NewKernelBuilder(name, "CPU", createAttributes, run<compute>, deleteAttributes),
                 type);
}

template <Compute floats, Compute narrow>
void registerKernels(const char* name) {
  constexpr TF_DataType types[] = {TF_FLOAT, TF_BFLOAT16};
  registerKernel<floats>(name, &types[0]);
  registerKernel<narrow>(name, &types[1]);
}

void registerBatchNormalization();

}  // namespace layerloom
