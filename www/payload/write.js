// Bytes as text, in the ways that people and programs write them.

export const hexByte = (byte) => byte.toString(16).padStart(2, "0");

export const hex = (bytes) => Array.from(bytes, hexByte).join("");

/** "087001" as "08 70 01" */
export const spaced = (digits) => digits.replaceAll(/..(?!$)/g, "$& ");

export const spacedHex = (bytes) => spaced(hex(bytes));

export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

export const cArray = (bytes) =>
  `{ ${Array.from(bytes, (byte) => `0x${hexByte(byte)}`).join(", ")} }`;

export const jsonArray = (bytes) => `[${Array.from(bytes).join(", ")}]`;
