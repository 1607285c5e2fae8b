// Where the classes are of the layers that prepare data.

export const preprocessingClasses = {
  randomFlip: { file: 'augmenting', needs: ['activation'] },
  randomRotation: { file: 'augmenting', needs: ['activation'] },
  randomTranslation: { file: 'augmenting', needs: ['activation'] },
  randomZoom: { file: 'augmenting', needs: ['activation'] },
  randomErasing: { file: 'augmenting', needs: ['activation'] },
  randomCrop: {
    file: 'random-crop',
    needs: ['augmenting', 'resizing', 'axes', 'operation', 'activation'],
  },
  randomBrightness: { file: 'colors', needs: ['augmenting', 'activation'] },
  randomContrast: { file: 'colors', needs: ['augmenting', 'activation'] },
  randomColorJitter: { file: 'colors', needs: ['augmenting', 'activation'] },
  mixUp: { file: 'mix-up', needs: ['activation'] },
  rescaling: { file: 'preprocessing', needs: ['activation'] },
  normalization: { file: 'preprocessing', needs: ['activation'] },
}
