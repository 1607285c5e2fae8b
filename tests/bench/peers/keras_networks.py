"""The two networks in Keras, layer for layer those of our templates. Both end in logits, which is the faster way."""

import keras
from keras import layers


def lenet():
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(6, 5, padding="same", activation="relu"),
        layers.AveragePooling2D(2),
        layers.Conv2D(16, 5, activation="relu"),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(120, activation="relu"),
        layers.Dense(84, activation="relu"),
        layers.Dense(10, dtype="float32"),
    ])


def convolution(x, filters, strides=1):
    if strides > 1:
        x = layers.ZeroPadding2D(1)(x)
    padding = "same" if strides == 1 else "valid"
    return layers.Conv2D(filters, 3, strides=strides, padding=padding, use_bias=False, kernel_initializer="he_normal")(x)


def block(x, filters, strides):
    y = layers.BatchNormalization()(convolution(x, filters, strides))
    y = layers.BatchNormalization()(convolution(layers.ReLU()(y), filters))
    if strides > 1:
        x = layers.Conv2D(filters, 1, strides=strides, use_bias=False, kernel_initializer="he_normal")(x)
        x = layers.BatchNormalization()(x)
    return layers.ReLU()(layers.Add()([y, x]))


def resnet20():
    inputs = keras.Input((32, 32, 3))
    x = layers.ReLU()(layers.BatchNormalization()(convolution(inputs, 16)))
    for stage in range(3):
        for index in range(3):
            x = block(x, 16 << stage, 2 if stage > 0 and index == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(10, dtype="float32")(x))


NETWORKS = {"lenet": lenet, "resnet-20": resnet20}
