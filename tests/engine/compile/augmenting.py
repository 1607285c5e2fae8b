"""Runs recorded layers that change pictures by chance and says what is wrong with what came out.

Input: {"folder", "cases": [{name, type, params, shape, batch}]}; signatures NAME/float32, NAME/bfloat16 (x, step → y),
NAME/gradient (x, cotangent, step → gradient). What was drawn is worked out from pictures that say where each pixel
came from; then the whole batch is made again by formulas of this file, in float64.
"""

import colorsys
import json
import sys

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1
tf1.disable_eager_execution()
PADDING = {"reflect": "symmetric", "wrap": "wrap", "nearest": "edge"}


def both(factor):
    return sorted(factor) if isinstance(factor, list) else [-factor, factor]


def upwards(factor):
    return sorted(factor) if isinstance(factor, list) else [0, factor]


def uniform(what, values, low, high):
    """Within the bounds, near both of them, with the mean of a uniform draw."""
    slack = 1e-4 * max(1, abs(low), abs(high))
    if values.min() < low - slack or values.max() > high + slack:
        return [f"{what}: {values.min()} to {values.max()} instead of {low} to {high}"]
    width = high - low
    problems = []
    if values.min() > low + 0.1 * width + slack or values.max() < high - 0.1 * width - slack:
        problems.append(f"{what}: only {values.min()} to {values.max()} of {low} to {high}")
    if abs(values.mean() - (low + high) / 2) > 4 * width / np.sqrt(12 * len(values)) + slack:
        problems.append(f"{what}: mean {values.mean()} of {low} to {high}")
    return problems


def independent(what, a, b):
    apart = abs(np.corrcoef(a, b)[0, 1]) > 4.5 / np.sqrt(len(a))
    return [f"{what} depend on each other"] if apart else []


def share(what, hits, probability):
    deviation = np.sqrt(probability * (1 - probability) / len(hits))
    return [] if abs(hits.mean() - probability) <= 4 * deviation else [f"{what}: {hits.mean()} of {probability}"]


def ramps(case, random):
    """Which column, which row, and a picture."""
    rows, columns, _ = case["shape"]
    x = np.empty((rows, columns, 3), "float32")
    x[..., 0], x[..., 1] = np.arange(columns)[None], np.arange(rows)[:, None]
    x[..., 2] = random.uniform(0, 1, (rows, columns))
    return x


def matrices(y):
    """The two rows of each example's matrix, from the columns and rows that the middle of its picture shows."""
    rows, columns = y.shape[1:3]
    top, left = rows // 2 - 2, columns // 2 - 2
    grid_y, grid_x = np.mgrid[top : top + 4, left : left + 4]
    known = np.stack([grid_x.ravel(), grid_y.ravel(), np.ones(16)], 1)
    seen = y[:, top : top + 4, left : left + 4, :2].reshape(len(y), 16, 2).astype("float64")
    return np.einsum("ij,njk->nki", np.linalg.pinv(known), seen)


def resampled(picture, matrix, params):
    """One channel seen through a matrix, and where the answer is certain."""
    rows, columns = picture.shape
    grid_y, grid_x = np.mgrid[:rows, :columns]
    (a0, a1, a2), (b0, b1, b2) = matrix
    x, y = a0 * grid_x + a1 * grid_y + a2, b0 * grid_x + b1 * grid_y + b2
    mode, far = params.get("fillMode", "reflect"), 3 * max(rows, columns)
    extra = {"constant_values": params.get("fillValue", 0)} if mode == "constant" else {}
    whole = np.pad(picture.astype("float64"), far, mode=PADDING.get(mode, mode), **extra)
    certain = np.ones_like(x, bool)
    if mode == "wrap":
        # Between the last and the first pixel TensorFlow does not mix them.
        certain &= (x % columns <= columns - 1) & (y % rows <= rows - 1)
    if params.get("interpolation") == "nearest":
        certain &= (abs(x % 1 - 0.5) > 1e-3) & (abs(y % 1 - 0.5) > 1e-3)
        return whole[np.floor(y + 0.5).astype(int) + far, np.floor(x + 0.5).astype(int) + far], certain
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    dx, dy = x - x0, y - y0
    at = lambda down, across: whole[y0 + far + down, x0 + far + across]  # noqa: E731
    above = at(0, 0) * (1 - dx) + at(0, 1) * dx
    return above * (1 - dy) + (at(1, 0) * (1 - dx) + at(1, 1) * dx) * dy, certain


def moved(case, run, random, judge):
    x = ramps(case, random)
    given = np.broadcast_to(x, (case["batch"], *x.shape))
    y = run("float32", given)
    # The nearest pixel does not tell where between two it lies: the same draws with mixed ones do.
    found = matrices(run("smooth", given) if case["params"].get("interpolation") == "nearest" else y)
    problems = judge(case, found, x.shape)
    for example, matrix in zip(y, found):
        wanted, certain = resampled(x[..., 2], matrix, case["params"])
        off = np.max(abs(example[..., 2] - wanted)[certain], initial=0)
        if off > 1e-4:
            return [*problems, f"a picture is off by {off}"]
    return problems


def middle_stays(found, shape):
    centre = np.array([(shape[1] - 1) / 2, (shape[0] - 1) / 2, 1])
    return [] if np.allclose(found @ centre, centre[:2], atol=1e-4) else ["the middle moves"]


def rotation(case, found, shape):
    angle = np.arctan2(found[:, 1, 0], found[:, 0, 0])
    turned = np.stack([np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle)], 1)
    rigid = np.allclose(found[:, :, :2].reshape(-1, 4), turned, atol=1e-4)
    bounds = [2 * np.pi * end for end in both(case["params"]["factor"])]
    return [*([] if rigid else ["not a rotation"]), *middle_stays(found, shape), *uniform("angle", angle, *bounds)]


def translation(case, found, shape):
    straight = np.allclose(found[:, :, :2], np.eye(2), atol=1e-4)
    across, down = -found[:, 0, 2] / shape[1], -found[:, 1, 2] / shape[0]
    return [
        *([] if straight else ["not a translation"]),
        *uniform("columns", across, *both(case["params"]["widthFactor"])),
        *uniform("rows", down, *both(case["params"]["heightFactor"])),
        *independent("rows and columns", across, down),
    ]


def zoom(case, found, shape):
    across, down = found[:, 0, 0], found[:, 1, 1]
    params = case["params"]
    straight = np.allclose(found[:, [0, 1], [1, 0]], 0, atol=1e-4)
    problems = [*([] if straight else ["not a zoom"]), *middle_stays(found, shape)]
    problems += uniform("height", down, *[1 + end for end in both(params["heightFactor"])])
    if "widthFactor" not in params:
        return problems if np.allclose(across, down, atol=1e-4) else [*problems, "proportions change"]
    problems += uniform("width", across, *[1 + end for end in both(params["widthFactor"])])
    return problems + independent("height and width", across, down)


def flip(case, run, random):
    x = random.uniform(0, 1, case["shape"]).astype("float32")
    y = run("float32", np.broadcast_to(x, (case["batch"], *x.shape)))
    mode = case["params"].get("mode", "horizontalAndVertical")
    made = {(across, down): x[:: -1 if down else 1, :: -1 if across else 1] for across in (0, 1) for down in (0, 1)}
    which = [next((key for key, one in made.items() if np.array_equal(one, example)), None) for example in y]
    if None in which:
        return ["an output is neither the picture nor its mirror image"]
    across, down = np.array(which, "float64").T
    problems = share("sideways", across, 0 if mode == "vertical" else 0.5)
    problems += share("upside down", down, 0 if mode == "horizontal" else 0.5)
    return problems + (independent("both ways", across, down) if mode == "horizontalAndVertical" else [])


def crop(case, run, random):
    p, (rows, columns, channels) = case["params"], case["shape"]
    x = (1 + np.arange(rows * columns * channels)).reshape(case["shape"]).astype("float32")
    side = p.get("padding", 0)
    whole = np.pad(x, [(side, side), (side, side), (0, 0)])
    down, across = whole.shape[0] - p["height"] + 1, whole.shape[1] - p["width"] + 1
    windows = {
        whole[top : top + p["height"], left : left + p["width"]].tobytes(): top * across + left
        for top in range(down)
        for left in range(across)
    }
    y = run("float32", np.broadcast_to(x, (case["batch"], *x.shape)))
    places = [windows.get(example.tobytes(), -1) for example in y]
    if -1 in places:
        return ["an output is no window of the picture"]
    counts = np.bincount(places, minlength=down * across)
    mean = len(y) / (down * across)
    return [] if abs(counts - mean).max() < 5 * np.sqrt(mean) else [f"places come {counts.tolist()} times"]


def brightness(case, run, random):
    low, high = case["params"].get("valueRange", [0, 255])
    x = random.uniform(low, high, case["shape"]).astype("float32")
    y = run("float32", np.broadcast_to(x, (case["batch"], *x.shape))).astype("float64")
    inside = (y > low) & (y < high)
    added = np.array([np.median((one - x)[kept]) for one, kept in zip(y, inside)])
    wanted = np.clip(x + added[:, None, None, None], low, high)
    exact = np.allclose(y, wanted, atol=1e-5 * (high - low))
    bounds = [end * (high - low) for end in both(case["params"]["factor"])]
    return [*([] if exact else ["not one number added"]), *uniform("added", added, *bounds)]


def contrast(case, run, random):
    low, high = case["params"].get("valueRange", [0, 255])
    x = random.uniform(low, high, case["shape"]).astype("float32")
    y = run("float32", np.broadcast_to(x, (case["batch"], *x.shape))).astype("float64")
    mean = x.astype("float64").mean((0, 1))
    inside = (y > low) & (y < high) & (abs(x - mean) > 0.1 * (high - low))
    by = np.array([np.median(((one - mean) / (x - mean))[kept]) for one, kept in zip(y, inside)])
    wanted = np.clip((x - mean) * by[:, None, None, None] + mean, low, high)
    factor = case["params"]["factor"]
    below, above = factor if isinstance(factor, list) else (factor, factor)
    exact = np.allclose(y, wanted, atol=1e-4 * (high - low))
    return [*([] if exact else ["not (x − mean)·c + mean"]), *uniform("contrast", by, 1 - below, 1 + above)]


def hsv(pictures):
    flat = pictures.reshape(-1, 3).astype("float64")
    return np.array([colorsys.rgb_to_hsv(*pixel) for pixel in flat]).reshape(pictures.shape)


def jitter(case, run, random):
    low, high = case["params"].get("valueRange", [0, 255])
    p, count = case["params"], case["batch"]
    x = random.uniform(low + 0.1 * (high - low), high, case["shape"]).astype("float32")
    y = run("float32", np.broadcast_to(x, (count, *x.shape))).astype("float64")
    before, after = hsv((x - low) / (high - low)), hsv((y - low) / (high - low))
    problems = []
    if not np.allclose(after[..., 2], before[..., 2], atol=1e-5):
        problems.append("value changes")
    if p.get("saturationFactor") is not None:
        ratio = after[..., 1] / before[..., 1]
        full = after[..., 1] > 1 - 1e-6
        by = np.array([np.median(one[~kept]) for one, kept in zip(ratio, full)])
        if not np.allclose(after[..., 1], np.minimum(before[..., 1] * by[:, None, None], 1), atol=1e-5):
            problems.append("saturation is not multiplied by one number")
        problems += uniform("q", by / (1 + by), *upwards(p["saturationFactor"]))
    elif not np.allclose(after[..., 1], before[..., 1], atol=1e-5):
        problems.append("saturation changes")
    shift = (after[..., 0] - before[..., 0] + 0.5) % 1 - 0.5
    if p.get("hueFactor") is None:
        return problems if abs(shift).max() < 1e-4 else [*problems, f"hue changes by {abs(shift).max()}"]
    by = np.median(shift.reshape(count, -1), 1)
    if not np.allclose(shift, by[:, None, None], atol=1e-4):
        problems.append("hue does not move by one number")
    problems += share("to the right", by > 0, 0.5)
    return problems + uniform("hue", abs(by) * 2, *upwards(p["hueFactor"]))


def everything(case, run, random):
    """Factors that leave nothing to chance but the side to which the hue moves."""
    p = case["params"]
    x = random.uniform(0.2, 0.7, case["shape"]).astype("float32")
    y = run("float32", np.broadcast_to(x, (case["batch"], *x.shape))).astype("float64")
    bright = np.clip(x.astype("float64") + p["brightnessFactor"][0], 0, 1)
    # Contrast with a factor of 0 is exactly 1.
    h, s, v = np.moveaxis(hsv(bright), -1, 0)
    q = p["saturationFactor"][0]
    pixels = lambda side: np.stack(  # noqa: E731
        [
            colorsys.hsv_to_rgb((a + side * p["hueFactor"][0] / 2) % 1, min(1, b * q / (1 - q)), c)
            for a, b, c in zip(h.ravel(), s.ravel(), v.ravel())
        ]
    ).reshape(x.shape)
    near = [np.abs(y - pixels(side)).max((1, 2, 3)) < 1e-5 for side in (1, -1)]
    if not np.all(near[0] | near[1]):
        return ["the four together are not what they are one by one"]
    return share("to the right", near[0], 0.5)


def erasing(case, run, random):
    p, (rows, columns, channels) = case["params"], case["shape"]
    low, high = p.get("valueRange", [0, 255])
    x = random.uniform(low + 0.4 * (high - low), low + 0.6 * (high - low), case["shape"]).astype("float32")
    y = run("float32", np.broadcast_to(x, (case["batch"], *x.shape)))
    changed = np.any(y != x, -1)
    hit = changed.any((1, 2))
    heights, widths = changed.any(2).sum(1)[hit], changed.any(1).sum(1)[hit]
    if not np.array_equal(changed.sum((1, 2))[hit], heights * widths):
        return ["what is erased is no rectangle"]
    least, most = (np.sqrt(end) for end in upwards(p.get("scale", [0.02, 0.33])))
    problems = []
    for what, sizes, size in (("height", heights, rows), ("width", widths, columns)):
        if sizes.min() < np.floor(least * size) or sizes.max() > np.ceil(most * size):
            problems.append(f"{what} {sizes.min()} to {sizes.max()} of {size}")
        # Of uniform areas a the mean of √a is ⅔·(b³ᐟ² − a³ᐟ²) ÷ (b − a).
        mean = size * 2 / 3 * (most**3 - least**3) / (most**2 - least**2)
        # Rows are counted whole: up to one more or less, evenly.
        if abs(sizes.mean() - mean) > 4 * size * (most - least) / np.sqrt(len(sizes)) + 0.25:
            problems.append(f"{what}: mean {sizes.mean()} instead of {mean}")
    chance = np.mean(upwards(p.get("factor", 1)))
    problems += share("erased", hit, chance)
    values = np.broadcast_to(y, y.shape)[changed]
    fill = p.get("fillValue")
    if fill is not None:
        good = np.array_equal(values, np.broadcast_to(np.float32(fill), values.shape))
        return problems if good else [*problems, "the fill is another"]
    # Clipped normal noise: half of it lies at the low end, what lies between 0 and the high end is 34.1 %.
    problems += share("noise at the low end", (values == low).ravel()[::channels], 0.5)
    return problems + share("noise at the high end", (values == high).ravel()[::channels], 0.158655)


def mix_up(case, run, random):
    count, alpha = case["batch"], case["params"].get("alpha", 0.2)
    x = random.uniform(0, 1, (count, *case["shape"])).astype("float32")
    labels = random.integers(0, 4, count).astype("int32")
    y, order, own, mixed = (run("float32", x, labels, part) for part in ("y", "order", "share", "labels"))
    if sorted(order) != list(range(count)):
        return ["the order is no permutation"]
    wide = own.reshape(-1, 1, 1, 1).astype("float64")
    onehot = np.eye(4)[labels]
    problems = []
    if not np.allclose(y, wide * x + (1 - wide) * x[order], atol=1e-6):
        problems.append("examples are not mixed so")
    if not np.allclose(mixed, own[:, None] * onehot + (1 - own[:, None]) * onehot[order], atol=1e-6):
        problems.append("answers are not mixed like their examples")
    variance = 1 / (4 * (2 * alpha + 1))
    if not abs(own.mean() - 0.5) <= 4 * np.sqrt(variance / count):
        problems.append(f"mean share {own.mean()}")
    # The fourth moment about the middle is at most 1/16.
    if not abs(own.var() - variance) <= 4 * 0.25 / np.sqrt(count):
        problems.append(f"variance of the shares {own.var()} instead of {variance}")
    if (order == np.arange(count)).sum() > 10:
        problems.append("too many are mixed with themselves")
    return problems + independent("orders", order.astype("float64"), np.arange(count))


def slopes(case, run, random):
    """Gradients against differences, along a direction, where the same draws are made."""
    low, high = case["params"].get("valueRange", [0, 255])
    width = high - low
    # Inside of the range, so that nothing is clipped; colours far from grey, so that their order stays.
    x = (low + width * random.uniform(0.3, 0.7, (16, *case["shape"]))).astype("float32")
    toward = random.normal(0, 1, x.shape).astype("float32")
    step = 1e-4 * width
    ahead, behind = run("float32", x + step * toward), run("float32", x - step * toward)
    cotangent = random.normal(0, 1, ahead.shape).astype("float32")
    # Per example: one pixel of equal colours would spoil the others.
    measured = ((ahead.astype("float64") - behind) * cotangent).sum((1, 2, 3)) / (2 * step)
    gradient = run("gradient", x, cotangent)
    told = (gradient.astype("float64") * toward).sum((1, 2, 3))
    size = np.sqrt((told**2).mean()) + 1e-6
    off = np.median(abs(measured - told)) / size
    return [] if off < 5e-3 else [f"the gradient is off by {off}"]


def rounded(case, run, random):
    """The same draws in bfloat16, to its rounding."""
    low, high = case["params"].get("valueRange", [0, 255])
    x = (low + (high - low) * random.integers(64, 192, (16, *case["shape"])) / 256).astype("float32")
    off = np.median(abs(run("float32", x) - run("bfloat16", x)))
    return [] if off <= 2**-7 * (high - low) else [f"bfloat16 is off by {off}"]


CHECKS = {
    "randomFlip": flip,
    "randomRotation": lambda *given: moved(*given, rotation),
    "randomTranslation": lambda *given: moved(*given, translation),
    "randomZoom": lambda *given: moved(*given, zoom),
    "randomCrop": crop,
    "randomBrightness": brightness,
    "randomContrast": contrast,
    "randomColorJitter": lambda *given: everything(*given) if "brightnessFactor" in given[0]["params"] else jitter(*given),
    "randomErasing": erasing,
    "mixUp": mix_up,
}


def runner(session, signatures, name):
    def run(kind, x, further=None, part="y"):
        signature = signatures[f"{name}/{kind}"]
        given = {"x": x, "step": np.int32(5), "labels": further, "cotangent": further}
        feed = {info.name: given[key] for key, info in signature.inputs.items()}
        return session.run(signature.outputs[part].name, feed)

    return run


def findings(case, run):
    problems = []
    for check in (CHECKS[case["type"]], rounded, slopes):
        if case["type"] == "mixUp" and check is not mix_up:
            continue
        try:
            problems += check(case, run, np.random.default_rng(7))
        except Exception as error:  # noqa: BLE001
            problems.append(f"{getattr(check, '__name__', 'check')}: {type(error).__name__}: {str(error)[:300]}")
    return problems


def main():
    task = json.load(sys.stdin)
    session = tf1.Session(graph=tf1.Graph())
    with session.graph.as_default():
        signatures = tf1.saved_model.loader.load(session, ["serve"], task["folder"]).signature_def
    print(json.dumps([findings(case, runner(session, signatures, case["name"])) for case in task["cases"]]))


main()
