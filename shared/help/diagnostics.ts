// What each problem means in general: the sentence at the layer has the numbers, the page here the reason.
import { preprocessing } from './preprocessing-diagnostics.ts'

export interface Diagnostic {
  readonly title: string
  /** Why it matters and what one does about it. */
  readonly page: string
}

const wiring: Readonly<Record<string, Diagnostic>> = {
  'input-missing': {
    title: 'An input is not connected',
    page: 'The layer reads something that no wire brings. A layer with named inputs takes one wire at each of them; draw the missing one from the output that it should read.',
  },
  'input-taken': {
    title: 'One wire too many',
    page: 'Only merging layers (add, concatenate and their kin) read several wires. Put one of them before the layer, or remove a wire.',
  },
  'input-unreached': {
    title: 'An input that never arrives',
    page: 'One of the wires comes from a part of the drawing that no input layer feeds, so the layer would wait for ever. Connect that part, or remove the wire.',
  },
  'takes-no-input': {
    title: 'An input layer that is fed',
    page: 'An input layer is where data enters. If the value should come from another layer, remove the input layer; if it should come from outside, remove the wire.',
  },
  'unknown-handle': {
    title: 'A wire to a port that is not there',
    page: 'The file names a port that the layer does not have, often after an edit by hand or of a block. Draw the wire anew.',
  },
  'output-missing': {
    title: 'A wire from an output that is not there',
    page: 'The layer has fewer outputs than the wire assumes, for instance because a split now makes fewer parts. Draw the wire from another output, or change the layer.',
  },
  'dangling-edge': {
    title: 'A wire without an end',
    page: 'The file has a wire whose source or target does not exist. It takes no part; the fix removes it.',
  },
  'port-direction': {
    title: 'A wire against the direction of a port',
    page: 'A block’s input gives values to the inside and its output takes them; a wire the other way round cannot carry anything.',
  },
  'port-outside-block': {
    title: 'A block’s port outside of a block',
    page: 'blockInput and blockOutput are the ports of a block’s own drawing. In the main drawing use an input layer, or group the layers into a block.',
  },
  'output-unfed': {
    title: 'A block’s output that nothing feeds',
    page: 'Whoever uses the block would get nothing there. Connect the output inside the block, or remove it.',
  },
  cycle: {
    title: 'Wires that run in a circle',
    page: 'A layer cannot wait for its own result: networks here are computed in one pass from the inputs to the outputs. Recurrence over time is inside the recurrent layers. Remove one wire of the circle.',
  },
  unreached: {
    title: 'A layer that takes no part',
    page: 'No input of the network reaches it, so it is neither trained nor exported. Draw a wire to it or remove it.',
  },
  empty: {
    title: 'An empty drawing',
    page: 'Begin with an input layer that says the shape of one example, or with a template of the gallery.',
  },
  'no-input-layer': {
    title: 'No input layer',
    page: 'Every network begins at an input layer: its shape is where all other shapes follow from.',
  },
  'no-layers': {
    title: 'A network that ends at its input',
    page: 'There is nothing between the data and the answer yet. Put a layer behind the input.',
  },
}

const document: Readonly<Record<string, Diagnostic>> = {
  parameter: {
    title: 'An argument that does not fit',
    page: 'The value is of another kind or outside the range that the layer takes; the sentence says what it must be. Expressions begin with “=” and may use the parameters of the block and of the document.',
  },
  'unknown-parameter': {
    title: 'An argument that the layer does not have',
    page: 'It is kept in the file and has no effect. Often it is a slip of the pen; the nearest name is offered.',
  },
  'unknown-type': {
    title: 'A layer type that is not known here',
    page: 'The file may come from a newer program. The layer is kept as it is and drawn grey, and nothing behind it has a shape.',
  },
  'unknown-key': {
    title: 'A key that is not known here',
    page: 'It is kept and written back, so that a newer program finds it again, and has no effect here.',
  },
  'newer-version': {
    title: 'A file of a newer program',
    page: 'It is opened for reading only: saving could lose what this program does not know.',
  },
  'unknown-block': {
    title: 'A block that does not exist',
    page: 'The node uses a block by a name under which nothing is drawn. Choose one of the document’s blocks.',
  },
  'block-contains-itself': {
    title: 'A block inside itself',
    page: 'Unfolding it would never end. A repeated structure is a block with a repeat.',
  },
  repeat: {
    title: 'A repeat that cannot be carried out',
    page: 'A block in a row needs a whole number of at least 0, and as many outputs as inputs, because each repetition feeds the next.',
  },
  'repeat-on-layer': {
    title: 'A repeat on a single layer',
    page: 'Only blocks are repeated. Group the layer into a block first.',
  },
  'too-many-nodes': {
    title: 'More nodes than can be unfolded',
    page: 'Repeats within repeats multiply. The limit of 20,000 nodes keeps a slip of the pen from taking all memory.',
  },
  'expression-syntax': {
    title: 'An expression that cannot be read',
    page: 'Expressions know numbers, parameters, + − * /, comparisons, and, or, not, floor, ceil, round, min and max.',
  },
  'unknown-name': {
    title: 'An expression with an unknown name',
    page: 'A name means a parameter of the block, then one of the document; index counts the repetitions of a block from 0.',
  },
  'unused-parameter': {
    title: 'A parameter that nothing uses',
    page: 'Changing it changes nothing. Use it in an expression, or remove it.',
  },
  'unused-block': {
    title: 'A block that nothing uses',
    page: 'It takes no part in the network. Place it from the palette, or remove it.',
  },
  'shared-weights': {
    title: 'Shared weights of different shapes',
    page: 'Layers with the same name of shared weights use the same numbers, so they must need the same shapes: the same type, arguments and input channels.',
  },
  'idle-silence': {
    title: 'A silence without a cause',
    page: 'The drawing silences a problem that is not there any more. Removing the line keeps a later, real one from being hidden.',
  },
}

const shapes: Readonly<Record<string, Diagnostic>> = {
  'window-too-large': {
    title: 'A window larger than what it slides over',
    page: 'The output size floor((W − d·(F − 1) − 1 + P) ÷ S) + 1 comes out below 1. Use a smaller window, padding, or fewer strides and poolings before it.',
  },
  'unread-pixels': {
    title: 'Pixels that are never read',
    page: 'The division in the output size is not exact, so the last rows or columns stay outside every window. AlexNet’s first layer is the famous case: with 224 pixels it gives 54.25, and only 227 give 55. Harmless mostly; padding mends it.',
  },
  'skipped-pixels': {
    title: 'A stride longer than the window',
    page: 'Between two windows some pixels are jumped over, always the same ones. A 1×1 window with stride 2 does so on purpose in residual networks; elsewhere a larger window is meant.',
  },
  'needs-picture': {
    title: 'A layer that reads pictures',
    page: 'It expects height × width × channels. A list of numbers can be reshaped; channels are last here, as in TensorFlow.',
  },
  'needs-sequence': {
    title: 'A layer that reads sequences',
    page: 'It expects positions × features. A picture becomes a sequence by patchEmbedding or reshape.',
  },
  'needs-volume': {
    title: 'A layer that reads volumes',
    page: 'It expects depth × height × width × channels: the frames of a film, the slices of a scan. A picture becomes a volume by reshape, with one channel or one plane.',
  },
  'needs-vector': {
    title: 'A layer that reads a list of numbers',
    page: 'Put flatten or a global pooling before it.',
  },
  'needs-positions': {
    title: 'Nothing to average over',
    page: 'The layer takes statistics over positions, and its input has none. Use layerNormalization for lists of numbers.',
  },
  'needs-inputs': {
    title: 'A formula that reads more than arrives',
    page: 'The names in the formula stand for the wires in their order. Draw the missing wires or take the name out.',
  },
  'needs-two-inputs': {
    title: 'A merge of one thing',
    page: 'Merging layers take two wires or more. One was probably forgotten.',
  },
  'shapes-differ': {
    title: 'Shapes that cannot be merged',
    page: 'Element-wise merges need equal sizes, or 1, along every axis. In residual networks a 1×1 convolution with the right filters and stride brings the shortcut to the shape of the branch.',
  },
  'reshape-differs': {
    title: 'A reshape that does not come out even',
    page: 'Reshaping keeps every number, so both shapes must hold equally many. One size may be −1: it is worked out from the others.',
  },
  axis: {
    title: 'An axis that the input does not have, or that the layer cannot use',
    page: 'Axes are counted without the batch from 1, or from the end with −1. Normalizations work along the channels, the last axis.',
  },
  groups: {
    title: 'Groups that do not divide the channels',
    page: 'Each group reads its own channels and makes its own filters, so both numbers must be multiples of the groups.',
  },
  'split-differs': {
    title: 'Parts that do not add up',
    page: 'The parts of a split must together be as long as the axis, or divide it evenly.',
  },
  'slice-axes': {
    title: 'A slice with too many or too few axes',
    page: 'begin and size have one number per axis of the input, without the batch.',
  },
  'slice-outside': {
    title: 'A slice that leaves its input',
    page: 'begin + size must stay within the axis. A size of −1 takes what is left.',
  },
  'whole-slice': {
    title: 'A slice of everything',
    page: 'It passes on its whole input. Remove it or give it a part to take.',
  },
  'no-order': {
    title: 'An order that is none',
    page: 'permute names every axis once, counted from 1 and without the batch.',
  },
  'dot-differs': {
    title: 'Axes of different length in a dot product',
    page: 'The two axes that are multiplied and summed must be equally long.',
  },
  'crops-everything': {
    title: 'A crop that leaves nothing',
    page: 'What is cut off before and after must be less than the axis.',
  },
  'crop-enlarges': {
    title: 'A crop larger than the picture',
    page: 'Keras enlarges such a picture instead of cropping it. Use resizing if that is meant.',
  },
  'reflection-too-wide': {
    title: 'A mirror wider than the picture',
    page: 'Mirroring repeats the pixels next to the border, so at most one less than the axis can be added.',
  },
  'padding-beyond-window': {
    title: 'Padding as wide as the window',
    page: 'Some windows would see nothing but padding, and a maximum over nothing is minus infinity.',
  },
  'output-padding': {
    title: 'Output padding beyond the stride',
    page: 'Output padding chooses between the sizes that one stride apart would give the same input, so it must be smaller than the stride.',
  },
  'block-does-not-divide': {
    title: 'A block size that does not divide',
    page: 'Moving channels into space and back needs sizes that are multiples of the block: height and width one way, channels (by its square) the other.',
  },
  'odd-halves': {
    title: 'An odd number of channels to halve',
    page: 'A gated linear unit multiplies one half of the channels by the sigmoid of the other.',
  },
  pieces: {
    title: 'Pieces that do not divide the channels',
    page: 'Maxout takes the maximum over groups of equally many channels.',
  },
  'sequence-too-long': {
    title: 'More positions than there are vectors',
    page: 'A learned position embedding has one vector per position. Make it longer, or shorten the sequence.',
  },
  'long-sequence': {
    title: 'A long recurrence',
    page: 'A recurrent layer is computed step after step: the first training step takes long to prepare, and gradients over hundreds of steps fade. Shorten the sequence or use attention.',
  },
  'backwards-both-ways': {
    title: 'Backwards and in both directions',
    page: 'A bidirectional layer reads in both directions already, so going backwards would only exchange them.',
  },
  'nothing-left': {
    title: 'A reduction over everything',
    page: 'At least one axis has to stay for the next layer to read.',
  },
  'too-large': {
    title: 'A tensor beyond the limit',
    page: 'TensorFlow counts the numbers of a tensor with 32 bits: at most 2,147,483,647 fit, and memory ends long before.',
  },
  'limit-below-threshold': {
    title: 'A ReLU without room',
    page: 'Its maximum lies below its threshold, so no value passes through unchanged.',
  },
  'divides-by-zero': {
    title: 'A normalization that can divide by zero',
    page: 'With k = 0 a window of zeros has the norm 0. Use a small k, such as 1 or 2.',
  },
  'drops-everything': {
    title: 'A rate that drops everything',
    page: 'With a rate of 1 nothing is left to learn from. Rates of 0.1 to 0.5 are usual.',
  },
}

const ends: Readonly<Record<string, Diagnostic>> = {
  'no-softmax': {
    title: 'A classifier that ends without softmax',
    page: 'Training is right all the same: the loss takes the numbers as logits, in one operation that cannot overflow. But predict returns logits too, not probabilities.',
  },
  'no-sigmoid': {
    title: 'A yes-or-no network that ends without sigmoid',
    page: 'Training takes the numbers as logits; predict returns them as they are. Add a sigmoid where probabilities are wanted.',
  },
  'loss-and-activation': {
    title: 'A last activation that does not go with the loss',
    page: 'Softmax makes one choice among classes, sigmoid answers each question by itself. The loss must ask the same way.',
  },
  'class-count': {
    title: 'Units and classes differ',
    page: 'A classifier has one unit per class. With fewer, some labels cannot be trained at all; with more, some outputs are never used.',
  },
  'output-shape': {
    title: 'An output of another shape than the labels',
    page: 'One label per picture wants one list of numbers per picture. End with flatten or a global pooling and a dense layer.',
  },
  'input-shape': {
    title: 'An input of another shape than the data',
    page: 'The input layer must take what the data set gives. Change the layer, or choose other data.',
  },
  'data-of-one': {
    title: 'Data with one array for several inputs or outputs',
    page: 'A network with several inputs or outputs learns from an npz file that has an array for each, named after it: left_train, right_train, kind_train, and the same with _test. An output that learns what another one learns needs no array: say so with “answersOf”, or mark it as there for training only.',
  },
  'answers-of': {
    title: 'Answers of an output that has none',
    page: 'In training.losses, “answersOf” names the output whose answers this one learns where the data has no array for it. It must be another output of the network, and one with answers of its own.',
  },
  'only-training': {
    title: 'Every output is for training only',
    page: 'Outputs marked with “trainingOnly” lend the layers before them a shorter way to the loss and are left out of predictions and exports (GoogLeNet’s auxiliary classifiers). At least one output must stay to predict.',
  },
  'clipped-logits': {
    title: 'ReLU before softmax',
    page: 'A softmax compares numbers of any sign. Cut off at 0, all classes below share one probability, and their gradient is 0: the layer can stop learning. Use no activation before the softmax.',
  },
  'softmax-of-one': {
    title: 'Softmax over one number',
    page: 'e^x ÷ e^x is 1. A yes-or-no answer is one unit with sigmoid and binaryCrossentropy, or two units with softmax.',
  },
  'dead-branch': {
    title: 'A branch that leads nowhere',
    page: 'It ends without being read and the losses do not name it, while they name others. Its layers cost time and memory for nothing, or the common loss is applied to it by surprise.',
  },
  'disturbed-output': {
    title: 'Answers that are changed afterwards',
    page: 'Dropout or a normalization behind the last layer alters the probabilities themselves. Regularise before the last layer.',
  },
}

const waste: Readonly<Record<string, Diagnostic>> = {
  'bias-before-normalization': {
    title: 'A bias that normalization removes',
    page: 'Batch normalization subtracts the mean, and with it every constant; its own beta takes the place of the bias. Published networks leave the bias out there.',
  },
  'double-softmax': {
    title: 'Two softmaxes in a row',
    page: 'The second one sees numbers between 0 and 1 only, so its answers are nearly uniform, and gradients are small.',
  },
  'activation-without-effect': {
    title: 'An activation without effect',
    page: 'ReLU after ReLU gives the same numbers, and the linear activation passes everything on.',
  },
  'linear-pair': {
    title: 'Two linear layers without an activation between them',
    page: 'W₂(W₁x) = (W₂W₁)x: together they can do no more than one. An activation between them makes them two. A narrow first one can be meant, as a factorisation of a large matrix.',
  },
  'without-effect': {
    title: 'A layer that changes nothing',
    page: 'A pooling of one position, a padding of nothing, a flattened list: it can go.',
  },
  'same-input-twice': {
    title: 'The same input twice',
    page: 'x + x is 2x. A shortcut was probably meant to come from an earlier layer.',
  },
  'heavy-dense': {
    title: 'A dense layer that holds most of the network',
    page: 'Flattening a large map gives the first dense layer height · width · channels weights per unit. Network in network (Lin et al. 2014) averaged each channel instead; VGG and AlexNet keep nine tenths of their weights in such layers.',
  },
  'no-dropout': {
    title: 'A rate of 0',
    page: 'Nothing is dropped. Give it a rate or remove the layer.',
  },
  'no-noise': {
    title: 'Noise of deviation 0',
    page: 'Nothing is added. Give it a deviation or remove the layer.',
  },
  'one-position': {
    title: 'A normalization over one position',
    page: 'Its mean is the value itself, so the output is 0 (or beta) whatever comes in.',
  },
  'unread-input': {
    title: 'An input that the formula does not read',
    page: 'A wire arrives whose name does not occur in the formula. Use it or remove the wire.',
  },
  'nothing-trains': {
    title: 'Nothing to train',
    page: 'There is no weight, or all of them are frozen. Predicting works; training would change nothing.',
  },
  'dropout-before-normalization': {
    title: 'Dropout before batch normalization',
    page: 'In training dropout raises the variance that the normalization learns; in use nothing is dropped and the variance is smaller, so the scale is wrong (“variance shift”, Li et al. 2019). Put dropout behind the last normalization.',
  },
}

const proportions: Readonly<Record<string, Diagnostic>> = {
  'dense-on-picture': {
    title: 'A dense layer on a picture',
    page: 'It is applied to the channels of every position, like a 1×1 convolution, as in Keras. Put flatten before it if the whole picture was meant.',
  },
  bottleneck: {
    title: 'Narrower than the classes',
    page: 'From d numbers a linear layer can put at most d + 1 classes in general position first; below that some classes can never win whatever the weights.',
  },
  'narrower-and-smaller': {
    title: 'Channels that fall while the map shrinks',
    page: 'Where a stage halves the map, published networks double the channels, so that each stage costs about the same and less is thrown away. Falling channels are right in decoders and in bottlenecks.',
  },
  'large-kernel': {
    title: 'A large window that small ones can replace',
    page: 'Two 3×3 see 5×5 with 18C² instead of 25C² weights, three see 7×7 with 27C² instead of 49C², and an activation stands between them (VGG, Simonyan and Zisserman 2015). The function is not the same one, so the network has to be trained again.',
  },
  'stage-jump': {
    title: 'A stage that costs far more than the one before',
    page: 'When one stage takes most of the time, depth or width elsewhere is nearly free. Balance the stages, or shrink the map earlier.',
  },
  'saturating-stack': {
    title: 'Many sigmoids or tanhs in a row',
    page: 'Each multiplies the gradient by its slope, at most 1/4 for sigmoid, so that the first layers hardly learn (Glorot and Bengio 2010). ReLU, normalization or shortcuts mend it.',
  },
  'no-shortcuts': {
    title: 'A deep stack without shortcuts',
    page: 'Beyond about 20 layers a plain stack trains worse than a shallower one, not by overfitting but because it is harder to optimise; shortcuts mend it (He et al. 2016).',
  },
  'no-normalization': {
    title: 'A deep stack without normalization',
    page: 'The distribution of each layer’s input moves while the layers before it learn. Batch normalization allows learning rates ten times as high (Ioffe and Szegedy 2015).',
  },
  'short-sighted': {
    title: 'A receptive field much smaller than the picture',
    page: 'Global pooling averages judgements that each saw a small patch. That is texture, not shape. More layers, strides, poolings or dilation widen the field.',
  },
  'groups-of-one': {
    title: 'A convolution with one group per channel',
    page: 'That is a depthwise convolution; TensorFlow has an operation of its own for it, and the name says what is meant.',
  },
  checkerboard: {
    title: 'A transposed convolution with uneven overlap',
    page: 'Where the stride does not divide the window, some outputs are sums of more windows than others, which shows as a checkerboard (Odena et al. 2016). Use a multiple, or up-sampling and a convolution.',
  },
  'even-kernel': {
    title: 'An even window with padding same',
    page: 'It has no middle, so one side gets a pixel more and the map drifts by half a pixel with every layer. Odd windows do not.',
  },
}

const training: Readonly<Record<string, Diagnostic>> = {
  'constant-kernel': {
    title: 'Weights that all start equal',
    page: 'Units of a layer with equal weights compute the same, get the same gradient and stay equal for ever. Random weights break the symmetry.',
  },
  'initializer-shape': {
    title: 'First values that do not fit their weight',
    page: 'Typed numbers have the weight’s shape, or one that broadcasts to it, or that of the window, which every pair of channel and filter then has. The unit matrix wants equal sides, orthogonal two axes, and most filters of image processing a window of 3×3.',
  },
  'constraint-axis': {
    title: 'A norm along an axis that is not there',
    page: 'A constraint takes norms along axes of the weight: 0 for each unit of a dense layer, 0, 1 and 2 for each filter of a 2-D convolution.',
  },
  'far-from-he': {
    title: 'Weights that blow up or put out what goes through',
    page: 'Behind ReLU a layer keeps the variance if its weights have the deviation √(2 ÷ fan in) (He et al. 2015). A fixed deviation is right for one fan in only, and every further layer multiplies the mistake.',
  },
  'decayed-twice': {
    title: 'A penalty and weight decay on the same weights',
    page: 'The gradient of l2·Σw² is 2·l2·w, and weight decay adds decay·w to the same gradient. Both together are one stronger decay that is harder to tune.',
  },
  'selu-initializer': {
    title: 'SELU with other than LeCun’s weights',
    page: 'Its fixed point of mean 0 and variance 1 is proved for weights of variance 1 ÷ fan in (Klambauer et al. 2017).',
  },
  'selu-dropout': {
    title: 'Dropout behind SELU',
    page: 'Alpha dropout sets values to SELU’s lowest value instead of 0 and corrects scale and shift, so mean and variance stay.',
  },
  'small-batch-for-normalization': {
    title: 'Batch normalization over a few examples',
    page: 'Mean and variance of two to three examples are mostly noise. Group and layer normalization do not depend on the batch.',
  },
  'learning-rate': {
    title: 'An unusual learning rate',
    page: 'Too high and the loss grows to infinity; too low and it hardly moves. Try a tenth or ten times as much, and watch the first fifty steps.',
  },
  memory: {
    title: 'More memory than a usual machine has',
    page: 'Training keeps the activations of every layer for the gradients. A smaller batch, smaller pictures or mixedBfloat16 help most.',
  },
  'idle-weight-decay': {
    title: 'Weight decay without weights',
    page: 'Decay applies to kernels, not to biases, scales and shifts. None of the trained layers has a kernel.',
  },
  'half-frozen': {
    title: 'A frozen layer before moving statistics',
    page: 'Fine-tuning with the weights frozen and the normalization training changes what the frozen weights meant. Freeze both; a frozen normalization uses its moving statistics, as in Keras.',
  },
}

/** Every code that a problem can have. */
export const diagnostics: Readonly<Record<string, Diagnostic>> = {
  ...wiring,
  ...document,
  ...shapes,
  ...ends,
  ...waste,
  ...proportions,
  ...training,
  ...preprocessing,
}
