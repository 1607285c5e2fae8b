// Monaco, as far as the code pane needs it. Loaded when the pane is first shown.
// Only the editor and the colours of TypeScript and Python: no language service, so one small worker.
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/features/clipboard/register.js'
import 'monaco-editor/features/hover/register.js'
import 'monaco-editor/languages/definitions/python/register.js'
import 'monaco-editor/languages/definitions/typescript/register.js'
import { editor as monaco } from 'monaco-editor/editor/editor.api.js'
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker'
import type { Code, CodeLine } from './emitted.ts'

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

export interface CodeEditor {
  readonly show: (code: Code) => void
  /** Tints the lines of selected nodes, and those of nodes with a mistake. */
  readonly tint: (
    isSelected: (line: CodeLine) => boolean,
    isWrong: (line: CodeLine) => boolean,
  ) => void
  readonly text: () => string
  readonly destroy: () => void
}

export function createEditor(element: HTMLElement, onLine: (line: CodeLine) => void): CodeEditor {
  applyTheme()
  const editor = monaco.create(element, options)
  editor.getModel()?.updateOptions({
    bracketColorizationOptions: {
      enabled: false,
      independentColorPoolPerBracketType: false,
    },
  })
  const marks = editor.createDecorationsCollection()
  const tints = editor.createDecorationsCollection()
  const themed = new MutationObserver(applyTheme)
  themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  let lines: readonly CodeLine[] = []
  let columns = 0
  const measure = () => {
    const { contentWidth } = editor.getLayoutInfo()
    const width = editor.getOption(monaco.EditorOption.fontInfo).typicalHalfwidthCharacterWidth
    columns = Math.floor(contentWidth / Math.max(1, width))
    marks.set(marksOf(lines, columns))
  }
  editor.onDidLayoutChange(measure)
  measure()
  editor.onMouseDown(({ target }) => {
    const line = lines[(target.position?.lineNumber ?? 0) - 1]
    if (line?.node) onLine(line)
  })
  return {
    show: code => {
      const model = editor.getModel()
      const spoken = code.language === 'typescript' ? 'typescript' : 'python'
      if (model && model.getLanguageId() !== spoken) monaco.setModelLanguage(model, spoken)
      if (code.lines !== lines) {
        replaceText(editor, code.lines)
        lines = code.lines
        marks.set(marksOf(lines, columns))
      }
      element.classList.toggle('stale', code.stale !== null)
    },
    tint: (isSelected, isWrong) => {
      const numbers = (fits: typeof isSelected) =>
        lines.flatMap((line, index) => (fits(line) ? index + 1 : []))
      const chosen = numbers(isSelected)
      tints.set([
        ...chosen.map(number => tintOf(number, 'code-selected')),
        ...numbers(isWrong).map(number => tintOf(number, 'code-wrong')),
      ])
      const [first] = chosen
      if (first !== undefined && !editor.hasTextFocus()) reveal(editor, chosen)
    },
    text: () => editor.getValue(),
    destroy: () => {
      themed.disconnect()
      editor.getModel()?.dispose()
      editor.dispose()
    },
  }
}

const options: monaco.IStandaloneEditorConstructionOptions = {
  language: 'typescript',
  theme: 'layerloom',
  readOnly: true,
  domReadOnly: true,
  automaticLayout: true,
  ariaLabel: 'Code of the drawing',
  fontFamily: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace',
  fontLigatures: false,
  fontSize: 11,
  lineHeight: 18,
  padding: { top: 6, bottom: 6 },
  lineNumbersMinChars: 4,
  lineDecorationsWidth: 10,
  glyphMargin: false,
  folding: false,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  renderLineHighlight: 'none',
  scrollBeyondLastLine: false,
  wordWrap: 'on',
  wrappingIndent: 'indent',
  guides: { indentation: false },
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  matchBrackets: 'never',
  renderWhitespace: 'none',
  contextmenu: false,
  links: false,
  unicodeHighlight: { ambiguousCharacters: false },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
}

/** One edit of the lines that differ, so that the view stays where it is. */
function replaceText(editor: monaco.IStandaloneCodeEditor, lines: readonly CodeLine[]): void {
  const model = editor.getModel()
  if (!model) return
  const now = model.getLinesContent()
  const next = lines.map(line => line.text)
  let start = 0
  while (start < now.length && start < next.length && now[start] === next[start]) start++
  let end = 0
  while (
    end < now.length - start &&
    end < next.length - start &&
    now[now.length - 1 - end] === next[next.length - 1 - end]
  )
    end++
  if (start === now.length && start === next.length) return
  const isAll = start === 0 && end === 0
  if (isAll) {
    model.setValue(next.join('\n'))
    return
  }
  const inserted = next.slice(start, next.length - end)
  const endLine = now.length - end
  // Whole lines with the break before them, or after them at the beginning of the file.
  const range =
    start > 0
      ? {
          startLineNumber: start,
          startColumn: model.getLineMaxColumn(start),
          endLineNumber: endLine,
          endColumn: model.getLineMaxColumn(endLine),
        }
      : { startLineNumber: 1, startColumn: 1, endLineNumber: endLine + 1, endColumn: 1 }
  const text =
    start > 0
      ? inserted.map(line => `\n${line}`).join('')
      : inserted.map(line => `${line}\n`).join('')
  model.applyEdits([{ range, text }])
}

function marksOf(lines: readonly CodeLine[], columns: number): monaco.IModelDeltaDecoration[] {
  return lines.flatMap((line, index) => {
    const number = index + 1
    const marks: monaco.IModelDeltaDecoration[] = []
    if (line.call)
      marks.push({
        range: {
          startLineNumber: number,
          startColumn: line.call.from + 1,
          endLineNumber: number,
          endColumn: line.call.to + 1,
        },
        options: { inlineClassName: `code-call family-${line.call.family}` },
      })
    // Left out where it would stand on the code.
    if (line.shape !== null && lastRow(line.text, columns) + line.shape.length + 3 <= columns)
      marks.push({
        range: {
          startLineNumber: number,
          startColumn: line.text.length + 1,
          endLineNumber: number,
          endColumn: line.text.length + 1,
        },
        options: {
          showIfCollapsed: true,
          after: { content: line.shape, inlineClassName: 'code-shape' },
        },
      })
    return marks
  })
}

/** Columns that the last row of a wrapped line takes. */
function lastRow(text: string, columns: number): number {
  if (text.length <= columns) return text.length
  const indent = text.length - text.trimStart().length + 2
  const room = Math.max(1, columns - indent)
  return indent + ((text.length - columns) % room)
}

function tintOf(number: number, className: string): monaco.IModelDeltaDecoration {
  return {
    range: { startLineNumber: number, startColumn: 1, endLineNumber: number, endColumn: 1 },
    options: { isWholeLine: true, className },
  }
}

function reveal(editor: monaco.IStandaloneCodeEditor, lines: readonly number[]): void {
  const [first, last] = [lines[0] ?? 1, lines.at(-1) ?? 1]
  const isSeen = editor
    .getVisibleRanges()
    .some(range => range.startLineNumber <= first && range.endLineNumber >= last)
  if (!isSeen) editor.revealLinesInCenterIfOutsideViewport(first, last)
}

/** Monaco wants hexadecimal numbers; they come from ui/tokens.css, as every colour does. */
function token(name: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
  const digits = value.replace('#', '')
  return digits.length === 3 ? [...digits].map(digit => digit + digit).join('') : digits
}

function applyTheme(): void {
  const isDark = document.documentElement.dataset.theme === 'dark'
  const [text, text2, text3] = [token('text'), token('text-2'), token('text-3')]
  const grey = ['keyword', 'delimiter']
  monaco.defineTheme('layerloom', {
    base: isDark ? 'vs-dark' : 'vs',
    inherit: false,
    rules: [
      { token: '', foreground: text2 },
      ...grey.map(name => ({ token: name, foreground: text3 })),
      { token: 'comment', foreground: text3, fontStyle: 'italic' },
      { token: 'number', foreground: text, fontStyle: 'bold' },
    ],
    colors: {
      'editor.background': `#${token('inset')}`,
      'editor.foreground': `#${text2}`,
      'editorLineNumber.foreground': `#${text3}`,
      'editorLineNumber.activeForeground': `#${text3}`,
      'editor.selectionBackground': `#${token('accent')}33`,
      'scrollbarSlider.background': `#${text3}40`,
      'scrollbarSlider.hoverBackground': `#${text3}66`,
      'scrollbarSlider.activeBackground': `#${text3}80`,
      focusBorder: '#00000000',
    },
  })
  monaco.setTheme('layerloom')
}
