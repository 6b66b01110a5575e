  // Rows, a | between: "heads: bytes: field: parts: rules". Heads: channel and type, < in uplinks,
  // > in downlinks. Behind the bytes bit, bits and value of the kind. $ is the command's name.
  // Field: an object, or a list []. Parts, low bits first: name (- for none), code, bits, by code
  //   a a label; b, c, d number=label; e a constant; h, l hex digits; t text; v a version;
  //   r spare; k a kind without a row; i, u, y, f a number: divisor, lowest, highest, unit
  //#if marks
  // =value if none is given; ^value is documented; @other spellings; +~ added on the wire; & read
  // only; *false,true; ?bit that says it is given; !special values.
  //#end
