  // Rows, a | between: "heads: bytes: field: parts". Heads: channel and type, < in uplinks, > in
  // downlinks. Bytes: 01 if it may be missing; behind them bit, bits and value of the kind.
  // Field: object, or list []. Parts, low bits first: name (- for none), code, bits, by code
  //   a a label; b, c, d ,number=label; e a constant; h, l hex digits; t text; v a version;
  //   r spare; k a kind without a row; i, u, y, f a number: divisor, lowest, highest, unit
  //#if encoder
  // Commands, || between, as in NAMES: rows with the head as a part and "heads: ...: names: rules".
  //#end
  //#if standards
  // =n if none is given
  //#end
  //#if missing
  // =n if missing at the end
  //#end
  //#if documented
  // ^n is documented
  //#end
  //#if spellings
  // @n= other spellings
  //#end
  //#if offset
  // ~n added on the wire
  //#end
  //#if plus
  // +n added on the wire
  //#end
  //#if also
  // &n= read only
  //#end
  //#if switches
  // *false,true
  //#end
  //#if given
  // ?bit says that it is given
  //#end
  //#if special_values
  // !special values
  //#end
