// train.py of a drawing, from the one that stands here whole by itself.

/** Lines between `# if NAME` and `# end if` stay where the drawing has such a part. */
export function withRecipe(
  text: string,
  recipe: string,
  parts: Readonly<Record<string, boolean>>,
): string {
  const [before = '', rest = ''] = text.split('# recipe')
  const whole = before + recipe + rest.slice(rest.indexOf('# end\n') + 6)
  return whole.replace(
    /^ *# if (\w+)\n([\s\S]*?)^ *# end if\n/gm,
    (_, name: string, lines: string) => (parts[name] ? lines : ''),
  )
}
