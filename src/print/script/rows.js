  // Rows: "heads: bytes: field: parts: rules". Heads are channel and type, < in uplinks, > in
  // downlinks, ! with a result behind them. Bytes of data; behind them bit, bits and value of the
  // kind that tells rows of one head apart. Field: an object. or a list[]. Parts, the low byte and
  // the lowest bit first: name (- for none), code, bits, and by code
  //   a        a label of what is there, e one of constants
  //   b, c, d  number=label; b takes true and false, d has signs
  //   h, l     hex digits, l from the last byte on; t text
  //   i, u, f  numbers with a sign, without, with a point: divisor, lowest, highest, unit
  //   m        labels of a bit, # counts them; r reserved; v a version
  //#if marks
  // and =value if none is given, ^all that the guide documents, @other spellings, +~ what the wire
  // adds, &what is only read, *what false and true mean, ?bit that says it is given, !special values.
  //#end
