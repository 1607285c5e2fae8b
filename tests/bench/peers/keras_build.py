"""How long Keras takes to build ResNet-20, which is when it works out shapes and counts. Prints milliseconds."""

import json
import statistics
import time

from keras_networks import NETWORKS

NETWORKS["resnet-20"]()
times = []
for _ in range(7):
    begun = time.perf_counter()
    NETWORKS["resnet-20"]()
    times.append((time.perf_counter() - begun) * 1000)
print(json.dumps({"milliseconds": statistics.median(times)}))
