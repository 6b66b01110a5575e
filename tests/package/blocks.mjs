// The JavaScript in Markdown, made to check itself.

/** A statement and the comment after it that says what it gives, or what the name in it is. */
const told =
  /^(?:const [^;]*;\n\/\/ (?<name>\w+): |(?<code>(?!const|import|\/\/).*);\n\/\/ )(?<value>(?:[[{"'\d-]|true|false|null).*(?:\n\/\/ .*)*)/gm;

/** The blocks of a text as modules that assert what their comments say, and how many of those there are. */
export function checkedBlocks(text) {
  let count = 0;
  const blocks = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, block]) => {
    const checked = block.replaceAll(told, (all, ...rest) => {
      count += 1;
      const { name, code, value } = rest.at(-1);
      return `${all}\nassert.deepStrictEqual(${name ?? code}, ${value.replaceAll("\n//", "\n")});`;
    });
    return `import assert from "node:assert";\n${checked}`;
  });
  return { blocks, count };
}
