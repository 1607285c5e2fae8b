import type { NetworkDocument } from '../shared/document/types.ts'
import type { Template } from './template.ts'

const conv3 = { kernelSize: 3, padding: 1, useBias: false, kernelInitializer: 'heNormal' }

const document = {
  format: 'layerloom',
  version: 1,
  name: 'ResNet-20',
  parameters: { blocksPerStage: 3, width: 16, classes: 10 },
  nodes: [
    { id: 'image', type: 'input', params: { shape: [32, 32, 3] } },
    { id: 'conv', type: 'conv2d', params: { filters: '=width', ...conv3 } },
    { id: 'norm', type: 'batchNormalization' },
    { id: 'relu', type: 'activation', params: { activation: 'relu' } },
    {
      id: 'stage1',
      type: 'block',
      block: 'basicBlock',
      repeat: '=blocksPerStage',
      params: { filters: '=width' },
    },
    {
      id: 'stage2',
      type: 'block',
      block: 'basicBlock',
      repeat: '=blocksPerStage',
      params: { filters: '=2*width', strides: '=1 + (index == 0)' },
    },
    {
      id: 'stage3',
      type: 'block',
      block: 'basicBlock',
      repeat: '=blocksPerStage',
      params: { filters: '=4*width', strides: '=1 + (index == 0)' },
    },
    { id: 'pool', type: 'globalAveragePooling2d' },
    { id: 'scores', type: 'dense', params: { units: '=classes', activation: 'softmax' } },
  ],
  edges: [
    { source: 'image', target: 'conv' },
    { source: 'conv', target: 'norm' },
    { source: 'norm', target: 'relu' },
    { source: 'relu', target: 'stage1' },
    { source: 'stage1', target: 'stage2' },
    { source: 'stage2', target: 'stage3' },
    { source: 'stage3', target: 'pool' },
    { source: 'pool', target: 'scores' },
  ],
  blocks: {
    basicBlock: {
      parameters: { filters: 16, strides: 1 },
      nodes: [
        { id: 'in', type: 'blockInput' },
        {
          id: 'conv1',
          type: 'conv2d',
          params: { filters: '=filters', strides: '=strides', ...conv3 },
        },
        { id: 'norm1', type: 'batchNormalization' },
        { id: 'relu1', type: 'activation', params: { activation: 'relu' } },
        { id: 'conv2', type: 'conv2d', params: { filters: '=filters', ...conv3 } },
        { id: 'norm2', type: 'batchNormalization' },
        {
          id: 'shortcut',
          type: 'conv2d',
          when: '=strides > 1',
          params: {
            filters: '=filters',
            kernelSize: 1,
            strides: '=strides',
            useBias: false,
            kernelInitializer: 'heNormal',
          },
        },
        { id: 'shortcutNorm', type: 'batchNormalization', when: '=strides > 1' },
        { id: 'add', type: 'add' },
        { id: 'relu2', type: 'activation', params: { activation: 'relu' } },
        { id: 'out', type: 'blockOutput' },
      ],
      edges: [
        { source: 'in', target: 'conv1' },
        { source: 'conv1', target: 'norm1' },
        { source: 'norm1', target: 'relu1' },
        { source: 'relu1', target: 'conv2' },
        { source: 'conv2', target: 'norm2' },
        { source: 'norm2', target: 'add' },
        { source: 'in', target: 'shortcut' },
        { source: 'shortcut', target: 'shortcutNorm' },
        { source: 'shortcutNorm', target: 'add' },
        { source: 'add', target: 'relu2' },
        { source: 'relu2', target: 'out' },
      ],
    },
  },
  training: {
    dataset: { kind: 'npz', path: 'cifar10.npz' },
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'momentum', learningRate: 0.1, momentum: 0.9, weightDecay: 0.0001 },
    epochs: 160,
    batchSize: 128,
    seed: 1,
    standardize: true,
  },
} satisfies NetworkDocument

export const resnetCifar: Template = {
  name: 'resnet-20',
  family: 'resnet-cifar',
  title: 'ResNet-20',
  year: 2015,
  paper: 'He, Zhang, Ren, Sun: Deep residual learning for image recognition',
  idea: 'Each block adds what it computes to what it received, so that a block with nothing to say can pass its input on and depth stops hurting. Three stages of basic blocks on 32×32 pictures; where a stage halves the picture, a 1×1 convolution with batch normalization brings the shortcut to the new size. Error on CIFAR-10 in the paper, with shortcuts without weights: 8.75 %.',
  document,
  variants: [
    { name: 'resnet-56', title: 'ResNet-56', parameters: { blocksPerStage: 9 } },
    { name: 'resnet-110', title: 'ResNet-110', parameters: { blocksPerStage: 18 } },
  ],
}
