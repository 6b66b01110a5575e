// Bytes as text, in the ways that people and programs write them.

export const hex = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const spacedHex = (bytes) => hex(bytes).replaceAll(/..(?!$)/g, "$& ");

export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

export const cArray = (bytes) =>
  `{ ${Array.from(bytes, (byte) => `0x${byte.toString(16).padStart(2, "0")}`).join(", ")} }`;

export const jsonArray = (bytes) => `[${Array.from(bytes).join(", ")}]`;
