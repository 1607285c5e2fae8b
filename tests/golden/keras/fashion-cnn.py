"""Fashion CNN, drawn in Layerloom."""

import keras
from keras import layers

INPUTS = ["image"]
OUTPUTS = ["scores"]


def conv_stage(x, name, filters=16):
    conv_padded = layers.ZeroPadding2D(padding=2)(x)
    conv = layers.Conv2D(
        filters=filters,
        kernel_size=5,
        name=f"{name}_conv",
    )(conv_padded)
    norm = layers.BatchNormalization(name=f"{name}_norm")(conv)
    relu = layers.Activation(activation="relu", name=f"{name}_relu")(norm)
    pool = layers.MaxPooling2D(pool_size=2, name=f"{name}_pool")(relu)
    return pool


def create_model(classes=10) -> keras.Model:
    """Fashion CNN: 29,130 parameters, 2.84 M MACs."""
    image = keras.Input(shape=(28, 28, 1), name="image")
    stage1 = conv_stage(image, "stage1", filters=16)
    stage2 = conv_stage(stage1, "stage2", filters=32)
    flatten = layers.Flatten(name="flatten")(stage2)
    scores = layers.Dense(units=classes, activation="softmax", name="scores")(flatten)
    return keras.Model(inputs=image, outputs=scores, name="Fashion-CNN")
