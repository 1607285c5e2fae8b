"""ResNet-20, drawn in Layerloom."""

import keras
from keras import layers

INPUTS = ["image"]
OUTPUTS = ["scores"]


def basic_block(x, name, residual, projection, filters=64, strides=1, changes=False):
    conv1_padded = layers.ZeroPadding2D(padding=1)(x)
    conv1 = layers.Conv2D(
        filters=filters,
        kernel_size=3,
        strides=strides,
        use_bias=False,
        kernel_initializer="he_normal",
        name=f"{name}_conv1",
    )(conv1_padded)
    norm1 = layers.BatchNormalization(name=f"{name}_norm1")(conv1)
    relu1 = layers.Activation(activation="relu", name=f"{name}_relu1")(norm1)
    conv2_padded = layers.ZeroPadding2D(padding=1)(relu1)
    conv2 = layers.Conv2D(
        filters=filters,
        kernel_size=3,
        use_bias=False,
        kernel_initializer="he_normal",
        name=f"{name}_conv2",
    )(conv2_padded)
    norm2 = layers.BatchNormalization(name=f"{name}_norm2")(conv2)
    shortcut = x
    if changes and residual and projection:
        shortcut = layers.Conv2D(
            filters=filters,
            kernel_size=1,
            strides=strides,
            use_bias=False,
            kernel_initializer="he_normal",
            name=f"{name}_shortcut",
        )(x)
    shortcut_norm = shortcut
    if changes and residual and projection:
        shortcut_norm = layers.BatchNormalization(name=f"{name}_shortcutNorm")(shortcut)
    add = norm2
    if residual:
        add = layers.Add(name=f"{name}_add")([norm2, shortcut_norm])
    relu2 = layers.Activation(activation="relu", name=f"{name}_relu2")(add)
    return relu2


def create_model(
    blocks_per_stage=3,
    width=16,
    residual=True,
    projection=True,
    classes=10,
) -> keras.Model:
    """ResNet-20: 274,042 parameters, 40.8 M MACs."""
    image = keras.Input(shape=(32, 32, 3), name="image")
    conv_padded = layers.ZeroPadding2D(padding=1)(image)
    conv = layers.Conv2D(
        filters=width,
        kernel_size=3,
        use_bias=False,
        kernel_initializer="he_normal",
        name="conv",
    )(conv_padded)
    norm = layers.BatchNormalization(name="norm")(conv)
    relu = layers.Activation(activation="relu", name="relu")(norm)
    stage1 = relu
    for index in range(blocks_per_stage):
        stage1 = basic_block(
            stage1,
            f"stage1_{index}",
            residual=residual,
            projection=projection,
            filters=width,
        )
    stage2 = stage1
    for index in range(blocks_per_stage):
        stage2 = basic_block(
            stage2,
            f"stage2_{index}",
            residual=residual,
            projection=projection,
            filters=2 * width,
            strides=1 + (index == 0),
            changes=index == 0,
        )
    stage3 = stage2
    for index in range(blocks_per_stage):
        stage3 = basic_block(
            stage3,
            f"stage3_{index}",
            residual=residual,
            projection=projection,
            filters=4 * width,
            strides=1 + (index == 0),
            changes=index == 0,
        )
    pool = layers.GlobalAveragePooling2D(name="pool")(stage3)
    scores = layers.Dense(units=classes, activation="softmax", name="scores")(pool)
    return keras.Model(inputs=image, outputs=scores, name="ResNet-20")
