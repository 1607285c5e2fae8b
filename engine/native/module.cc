// What Node loads: `require` of this file makes TensorFlow know our operations.
#include <node_api.h>

#include "operation.h"

NAPI_MODULE_INIT() {
  // One process may load it in several threads; TensorFlow wants to hear of an operation once.
  static const bool done = (layerloom::registerBatchNormalization(), true);
  (void)done;
  return exports;
}
