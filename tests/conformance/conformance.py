"""Compares compiled layers with the layers of Keras that fixtures/layers/make.py builds.

Reads {"models": [{"folder", "cases": [{id, type, params, inputs, training, trainable, keras?, error?}]}]} from
standard input. Every case has the signatures ID/float32 and ID/bfloat16 (predictions) and ID/gradients (outputs,
new moving statistics and the gradients of Σ output · cotangent). Prints, per case, what was compared and what failed.
"""

import json
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "fixtures" / "layers"))

import make  # noqa: E402  (it also keeps TensorFlow quiet)
import network_peer  # noqa: E402
import stand_ins  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf1 = tf.compat.v1
tf1.logging.set_verbosity(tf1.logging.ERROR)
BATCHES = (3, 1)
LIMIT = 1e-5
# bfloat16 keeps 8 bits; Keras rounds at other places than we do.
ROUNDING = 2e-2


def listed(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


class Peer:
    """The Keras layer of a case in one precision, with the weights given."""

    def __init__(self, case, precision, inputs, weights=None):
        keras.config.set_dtype_policy(precision)
        self.dtype = "float64" if precision == "float64" else "float32"
        self.before = self.after = None
        if "nodes" in case:
            self.layer = network_peer.Network(case["nodes"], case["inputIds"], case["outputs"])
        else:
            told = {**case, "params": case.get("keras", case["params"])}
            self.layer, self.before, self.after = make.build(told)
        self.call(self.tensors([x[:1] for x in inputs]), False)
        # Under the names of our variables: the layer of a case is called like the case.
        holders = self.layer.holders if "nodes" in case else {case["id"]: self.layer}
        self.weights = {
            f"{id}/{name}": weight for id, layer in holders.items() for name, weight in make.weights_of(layer)
        }
        if weights:
            self.assign(weights)

    def tensors(self, inputs):
        return [tf.constant(x.astype(self.dtype) if x.dtype == np.float32 else x) for x in inputs]

    def call(self, inputs, training):
        given = [self.before(x) for x in inputs] if self.before else inputs
        made = self.layer(given if len(given) > 1 else given[0], training=training)
        return listed(self.after(made) if self.after else made)

    def assign(self, weights):
        for name, values in weights.items():
            self.weights[name].assign(values.astype(self.dtype))

    def predict(self, inputs):
        return [tf.cast(out, self.dtype).numpy() for out in self.call(self.tensors(inputs), False)]

    def differentiate(self, inputs, cotangents, training):
        """Outputs, gradients by name, and every weight afterwards."""
        tensors = self.tensors(inputs)
        learned = {id(weight) for weight in self.layer.trainable_weights}
        trained = {name: weight.value for name, weight in self.weights.items() if id(weight) in learned}
        with tf.GradientTape() as tape:
            tape.watch(tensors)
            outputs = self.call(tensors, training)
            total = sum(tf.reduce_sum(out * tf.cast(c, out.dtype)) for out, c in zip(outputs, cotangents))
        targets = {f"input{index}": x for index, x in enumerate(tensors)} | trained
        gradients = tape.gradient(total, list(targets.values()), unconnected_gradients="zero")
        return {
            **{f"output{index}": out.numpy() for index, out in enumerate(outputs)},
            **{f"gradient:{name}": tf.convert_to_tensor(g).numpy() for name, g in zip(targets, gradients)},
            **{f"after:{name}": weight.numpy() for name, weight in self.weights.items()},
        }


def drawn_inputs(case, random, batch):
    made = []
    for index, sizes in enumerate(case["inputs"]):
        shape = (batch, *sizes)
        if "nodes" in case and any(node["type"] == "embedding" for node in case["nodes"]):
            made.append(random.integers(0, 5, shape).astype("float32"))
        elif case["type"] in make.INPUTS:
            made.append(np.asarray(make.INPUTS[case["type"]](random, shape, index)).astype("float32"))
        else:
            # Below zero, so that a zero in the padding of a maximum would show.
            mean = -9 if "axPooling" in case["type"] else 0
            made.append(random.normal(mean, 2, shape).astype("float32"))
    return made


def drawn_weights(weights, random, scaled=False):
    """`scaled`: by the numbers that a sum adds up, so that layer upon layer leaves the sizes of values alone."""
    made = {}
    for name, weight in weights.items():
        if "ariance" in name:
            made[name] = random.uniform(0.5, 2, weight.shape)
        else:
            size = np.sqrt(np.prod(weight.shape[:-1])) if scaled and len(weight.shape) > 1 else 1
            made[name] = random.normal(0, 1 / size, weight.shape)
    return {name: values.astype("float32") for name, values in made.items()}


class Run:
    """One case: what is fed, and the layers of Keras that it is compared with."""

    def __init__(self, case, signatures):
        self.case = case
        random = np.random.default_rng(zlib.crc32(json.dumps([case["type"], case["params"], case["inputs"]]).encode()))
        self.batches = case.get("batches", BATCHES)
        self.all_inputs = self.inputs = drawn_inputs(case, random, max(self.batches))
        self.peer = Peer(case, "float32", self.inputs)
        self.weights = drawn_weights(self.peer.weights, random, scaled="nodes" in case)
        # In a network roundings add up: single layers are compared in bfloat16.
        self.mixed = None if "nodes" in case else Peer(case, "mixed_bfloat16", self.inputs, self.weights)
        self.signatures = {
            name: signatures[f"{case['id']}/{name}"] for name in ("float32", "bfloat16", "gradients")
        }
        infos = self.signatures["gradients"].inputs
        count = sum(name.startswith("cotangent") for name in infos)
        shapes = [[d.size for d in infos[f"cotangent{index}"].tensor_shape.dim][1:] for index in range(count)]
        self.all_cotangents = [random.normal(0, 1, (max(self.batches), *shape)).astype("float32") for shape in shapes]

    def take(self, batch):
        """The first examples alone, and the weights as they were before any training."""
        self.batch = batch
        self.inputs = [x[:batch] for x in self.all_inputs]
        self.cotangents = [c[:batch] for c in self.all_cotangents]
        self.peer.assign(self.weights)

    def feed(self):
        infos = self.signatures["gradients"].inputs
        given = {f"input{index}": x for index, x in enumerate(self.inputs)}
        given |= {f"cotangent{index}": c for index, c in enumerate(self.cotangents)}
        return {infos[name].name: value for name, value in {**given, "step": np.int32(3)}.items()}

    def fetch(self, names):
        return {
            f"{name} {key}": info.name
            for name in names
            if name != "bfloat16" or self.mixed
            for key, info in self.signatures[name].outputs.items()
        }


def distance(a, b):
    """Largest difference, and the largest number of the second."""
    a, b = np.asarray(a, "float64"), np.asarray(b, "float64")
    if b.size == 0:
        return 0.0, 0.0
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    apart = np.where(same, 0, np.abs(a - b))
    finite = b[np.isfinite(b)]
    return float(np.max(np.nan_to_num(apart, nan=np.inf))), float(np.max(np.abs(finite), initial=0))


class Judge:
    """Collects what was compared with Keras and what is too far from it."""

    def __init__(self, run, verdict):
        self.run, self.verdict, self.exact = run, verdict, {}
        self.rounded = None
        self.distances = ""

    def compare(self, precision, name, ours, theirs):
        case, batch = self.run.case, self.run.batch
        mode = "inference in bfloat16" if precision == "bfloat16" else precision
        what = f"{name} ({mode}, batch {batch})"
        self.verdict["compared"].append(what)
        kind = "gradients" if name.startswith("gradient") else "outputs"
        if ours.shape != theirs.shape:
            self.fail(f"{what}: shape {list(ours.shape)} where Keras has {list(theirs.shape)}")
            return
        limit = ROUNDING if precision == "bfloat16" else LIMIT
        apart, size = distance(ours, theirs)
        if apart <= limit * size:
            if precision != "bfloat16" and size > 0:
                self.verdict["largest"][kind] = max(self.verdict["largest"][kind], apart / size)
            return
        reason = self.within_peer(precision, name, ours, theirs)
        if reason:
            self.verdict["beyond"].append(f"{what}: {apart:.1e} of {size:.1e}; {reason}")
            return
        relative = f", {apart / size:.1e} of it" if size > 0 else ""
        words = f"{what}: off by {apart:.2e}, the largest number is {size:.2e}{relative}; allowed {limit:.0e}"
        self.fail(f"{words}{self.distances}")

    def fail(self, sentence):
        self.verdict["failures"].append(sentence)

    def exact_numbers(self, wider):
        """What Keras computes in a wider precision, or None where it cannot."""
        if wider not in self.exact:
            try:
                self.exact[wider] = self.computed_in(wider)
            except Exception as error:  # noqa: BLE001
                self.fail(f"no exact numbers from Keras in {wider}: {error}")
                self.exact[wider] = None
        return self.exact[wider]

    def computed_in(self, wider):
        make_peer = lambda: Peer(self.run.case, wider, self.run.inputs, self.run.weights)
        try:
            return computed(make_peer(), self.run)
        except Exception:  # noqa: BLE001
            if wider != "float64":
                raise
            with stand_ins.used():
                return computed(make_peer(), self.run)

    def within_peer(self, precision, name, ours, theirs):
        """Why numbers that are further apart may be so, or None where they may not."""
        exact = self.exact_numbers("float32" if precision == "bfloat16" else "float64")
        if exact is None:
            return None
        part = "inference" if precision in ("inference", "bfloat16") else "gradients"
        truth = exact[part][name]
        apart = distance(ours, truth)[0]
        # Where only one of the two is a number, nothing may be said of rounding.
        if not np.isfinite(apart):
            return None
        if apart <= 2 * distance(theirs, truth)[0]:
            return "no further from float64 than twice Keras in float32"
        # Exactly 0 (a key's bias before a softmax, both sides of x - x): what rounding leaves of what cancels.
        gradients = [value for key, value in exact["gradients"].items() if key.startswith("gradient")]
        largest = max(distance(0, value)[1] for value in [*gradients, *self.run.cotangents])
        if name.startswith("gradient") and distance(0, truth)[1] < 1e-14 * largest and apart <= 1e-6 * largest:
            return "0 in float64, and 0 beside the others here"
        if precision == "bfloat16" or "nodes" not in self.run.case:
            return None
        spread = self.spread(part, name, truth, distance(theirs, truth)[0])
        self.distances = f"; from float64 {apart:.1e}, Keras {distance(theirs, truth)[0]:.1e} to {spread:.1e}"
        return "no further from float64 than twice Keras in float32, rounded otherwise" if apart <= 2 * spread else None

    def spread(self, part, name, truth, own):
        """
        One run of Keras shows one draw of its error, which may be a lucky one: how far from float64 it comes in
        eight draws where every value between layers, and every gradient that comes back, is rounded otherwise.
        A draw a thousand times as far as that one run took another turn at a maximum: that is not rounding.
        """
        if self.rounded is None:
            self.rounded = []
            for draw in range(8):
                self.run.peer.assign(self.run.weights)
                self.run.peer.layer.rounding = draw
                self.rounded.append(computed(self.run.peer, self.run))
            self.run.peer.layer.rounding = None
        found = [distance(one[part][name], truth)[0] for one in self.rounded]
        return max((apart for apart in found if apart <= 1000 * own), default=0.0)


def computed(peer, run):
    predicted = {f"output{index}": out for index, out in enumerate(peer.predict(run.inputs))}
    return {"inference": predicted, "gradients": peer.differentiate(run.inputs, run.cotangents, run.case["training"])}


def run_all(session, runs, names, verdicts):
    """All runs in one call, or one by one where that fails; results by case."""
    fetches = {run.case["id"]: run.fetch(names) for run in runs}
    try:
        feed = {name: value for run in runs for name, value in run.feed().items()}
        return session.run(fetches, feed)
    except Exception:  # noqa: BLE001
        results = {}
        for run in runs:
            key = run.case["id"]
            try:
                results[key] = session.run(fetches[key], run.feed())
            except Exception as error:  # noqa: BLE001
                words = " ".join(str(error).split())[:500]
                verdicts[key]["failures"].append(f"TensorFlow cannot run it (batch {run.batch}): {words}")
        return results


def assign(session, write, runs):
    weights = {name: value for run in runs for name, value in run.weights.items()}
    missing = set(write.inputs) - set(weights)
    given = {info.name: weights[name] for name, info in write.inputs.items() if name in weights}
    for name in missing:
        info = write.inputs[name]
        given[info.name] = np.zeros([d.size for d in info.tensor_shape.dim], "float32")
    session.run(write.outputs["done"].name, given)


def judge(run, results, after, verdict):
    keeper = Judge(run, verdict)
    predicted = run.peer.predict(run.inputs)
    mixed = run.mixed.predict(run.inputs) if run.mixed else []
    counted = sum(int(np.prod(weight.shape)) for weight in run.peer.weights.values())
    if run.case.get("parameters", counted) != counted:
        keeper.fail(f"{run.case['parameters']} parameters where Keras has {counted}")
    count = len(predicted)
    if len(run.cotangents) != count:
        keeper.fail(f"{len(run.cotangents)} outputs where Keras has {count}")
        return
    for index, theirs in enumerate(predicted):
        keeper.compare("inference", f"output{index}", results[f"float32 output{index}"], theirs)
    for index, theirs in enumerate(mixed):
        keeper.compare("bfloat16", f"output{index}", results[f"bfloat16 output{index}"], theirs)
    mode = "training" if run.case["training"] else "gradients"
    theirs = run.peer.differentiate(run.inputs, run.cotangents, run.case["training"])
    trained = {name.removeprefix("gradient:") for name in theirs if name.startswith("gradient:")}
    ours = {*run.case["trainable"], *(f"input{index}" for index in range(len(run.inputs)))}
    if trained != ours:
        keeper.fail(f"gradients of {sorted(ours)} where Keras has {sorted(trained)}")
    for name, value in theirs.items():
        if name.startswith("after:"):
            keeper.compare(mode, name, after[name.removeprefix("after:")], value)
        else:
            # Where nothing depends on it, we record no gradient.
            ours = results.get(f"gradients {name}", np.zeros_like(value))
            keeper.compare(mode, name, ours, value)


def run_batch(session, signatures, runs, batch, verdicts):
    for run in runs:
        run.take(batch)
    weighty = "write" in signatures
    if weighty:
        assign(session, signatures["write"], runs)
    results = run_all(session, runs, ["float32", "bfloat16"], verdicts)
    trained = run_all(session, runs, ["gradients"], verdicts)
    read = signatures["read"].outputs if weighty else {}
    kept = session.run({name: info.name for name, info in read.items()})
    for run in runs:
        key = run.case["id"]
        if key not in results or key not in trained:
            continue
        try:
            judge(run, {**results[key], **trained[key]}, kept, verdicts[key])
        except Exception as error:  # noqa: BLE001
            verdicts[key]["failures"].append(f"not compared (batch {batch}): {type(error).__name__}: {error}")


def compare_model(model):
    verdicts = {case["id"]: {"compared": [], "failures": [], "beyond": [], "largest": {"outputs": 0.0, "gradients": 0.0}} for case in model["cases"]}
    # Loaded in a graph of its own, which must not be the default: Keras computes eagerly beside it.
    session = tf1.Session(graph=tf.Graph())
    with session.graph.as_default():
        signatures = tf1.saved_model.loader.load(session, ["serve"], model["folder"]).signature_def
    runs = []
    for case in model["cases"]:
        fail = verdicts[case["id"]]["failures"].append
        if "error" in case:
            fail(f"not compiled: {case['error']}")
            continue
        try:
            runs.append(Run(case, signatures))
        except Exception as error:  # noqa: BLE001
            fail(f"Keras cannot build it: {type(error).__name__}: {error}")
    for batch in sorted({batch for run in runs for batch in run.batches}, reverse=True):
        run_batch(session, signatures, [run for run in runs if batch in run.batches], batch, verdicts)
    session.close()
    return list(verdicts.values())


def main():
    # Keras wraps grouped convolutions in a function of its own for every call: tracing would take most of the time.
    tf.config.run_functions_eagerly(True)
    verdicts = []
    for model in json.load(sys.stdin)["models"]:
        verdicts += compare_model(model)
    print(json.dumps(verdicts))


if __name__ == "__main__":
    main()
