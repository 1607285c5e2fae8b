#include "operation.h"

#include <cstdio>
#include <cstdlib>

namespace layerloom {

namespace {

/** A fault of ours, found as soon as the file is loaded. */
void require(const char* name, TF_Status* status) {
  if (TF_GetCode(status) == TF_OK) return;
  std::fprintf(stderr, "%s: %s\n", name, TF_Message(status));
  std::abort();
}

template <int index>
void likeInput(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeHandle* handle = TF_NewShapeHandle();
  TF_ShapeInferenceContextGetInput(context, index, handle, status);
  if (TF_GetCode(status) == TF_OK) TF_ShapeInferenceContextSetOutput(context, 0, handle, status);
  TF_DeleteShapeHandle(handle);
}

}  // namespace

int64_t View::count() const {
  int64_t product = 1;
  for (const int64_t size : sizes) product *= size;
  return product;
}

Kernel::Kernel(TF_OpKernelContext* context, const Attributes* attributes)
    : context_(context), attributes_(attributes), status_(TF_NewStatus()) {
}

Kernel::~Kernel() {
  if (!*this) TF_OpKernelContext_Failure(context_, status_);
  for (TF_Tensor* tensor : tensors_) TF_DeleteTensor(tensor);
  TF_DeleteStatus(status_);
}

int Kernel::inputs() const {
  return TF_NumInputs(context_);
}

View Kernel::view(TF_Tensor* tensor) {
  if (tensor == nullptr) return {nullptr, {}};
  tensors_.push_back(tensor);
  Sizes sizes;
  for (int axis = 0; axis < TF_NumDims(tensor); axis++) sizes.push_back(TF_Dim(tensor, axis));
  return {TF_TensorData(tensor), std::move(sizes)};
}

View Kernel::input(int index) {
  TF_Tensor* tensor = nullptr;
  TF_GetInput(context_, index, &tensor, status_);
  return view(tensor);
}

View Kernel::output(int index, const Sizes& sizes) {
  const TF_DataType type = TF_ExpectedOutputDataType(context_, index);
  const View whole{nullptr, sizes};
  const size_t bytes = static_cast<size_t>(whole.count()) * TF_DataTypeSize(type);
  return view(TF_AllocateOutput(context_, index, type, sizes.data(), static_cast<int>(sizes.size()),
                                bytes, status_));
}

View Kernel::outputOver(int input, int index, const Sizes& sizes) {
  int forwarded = -1;
  return view(TF_ForwardInputOrAllocateOutput(context_, &input, 1, index, sizes.data(),
                                              static_cast<int>(sizes.size()), &forwarded, status_));
}

void registerOperation(const char* name, std::initializer_list<const char*> inputs,
                       std::initializer_list<const char*> outputs,
                       std::initializer_list<const char*> attributes, int like) {
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(builder, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(builder, output);
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(builder, attribute);
  const auto shapes = like < 0    ? TF_ShapeInferenceContextSetUnknownShape
                      : like == 0 ? likeInput<0>
                                  : likeInput<1>;
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, shapes);
  TF_Status* status = TF_NewStatus();
  TF_RegisterOpDefinition(builder, status);
  require(name, status);
  TF_DeleteStatus(status);
}

void* createAttributes(TF_OpKernelConstruction* construction) {
  auto* attributes = new Attributes;
  TF_Status* status = TF_NewStatus();
  if (TF_OpKernelConstruction_HasAttr(construction, "epsilon", status)) {
    TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &attributes->epsilon, status);
    TF_Bool value = 0;
    TF_OpKernelConstruction_GetAttrBool(construction, "rectified", &value, status);
    attributes->rectified = value != 0;
  }
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return attributes;
}

void deleteAttributes(void* attributes) {
  delete static_cast<Attributes*>(attributes);
}

void registerKernel(const char* name, TF_KernelBuilder* builder, const TF_DataType* type) {
  TF_Status* status = TF_NewStatus();
  if (type != nullptr) TF_KernelBuilder_TypeConstraint(builder, "T", *type, status);
  require(name, status);
  TF_RegisterKernelBuilder(name, builder, status);
  require(name, status);
  TF_DeleteStatus(status);
}

}  // namespace layerloom
