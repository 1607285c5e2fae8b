"""How long Keras takes to build a network, which is when it works out shapes and counts. Prints milliseconds."""

import json
import statistics
import sys
import time

import keras
from keras_networks import NETWORKS

BUILDERS = {
    "resnet-20": (NETWORKS["resnet-20"], 7),
    "resnet-152": (lambda: keras.applications.ResNet152(weights=None), 3),
    "efficientnet-b7": (lambda: keras.applications.EfficientNetB7(weights=None), 3),
}

build, rounds = BUILDERS[sys.argv[1]]
build()
times = []
for _ in range(rounds):
    begun = time.perf_counter()
    build()
    times.append((time.perf_counter() - begun) * 1000)
print(json.dumps({"milliseconds": statistics.median(times)}))
