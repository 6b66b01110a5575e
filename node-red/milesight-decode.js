// The runtime's half of the decode node, in the syntax of Node 12.
const codec = require("./codec.js");

module.exports = (RED) => {
  function MilesightDecode(config) {
    RED.nodes.createNode(this, config);
    this.on("input", (msg, send, done) => {
      let result;
      try {
        result = codec.decode(msg, config);
      } catch ({ message }) {
        this.status({ fill: "red", shape: "dot", text: message });
        done(message);
        return;
      }
      if (result.set) {
        Object.assign(msg, result.set);
        this.status(codec.statusOf(msg.milesight, Object.keys(msg.payload).join(", ")));
        send(msg);
      } else {
        // Joins and acknowledgements come on the same topics as uplinks.
        this.status({ fill: "grey", shape: "ring", text: result.reason });
      }
      done();
    });
  }

  RED.nodes.registerType("milesight-decode", MilesightDecode, {
    settings: { milesightDecodeModels: { value: codec.modelChoices, exportable: true } },
  });
};
