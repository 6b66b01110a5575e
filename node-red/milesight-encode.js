// The runtime's half of the encode node, in the syntax of Node 12.
const codec = require("./codec.js");

module.exports = (RED) => {
  function MilesightEncode(config) {
    RED.nodes.createNode(this, config);
    this.on("input", (msg, send, done) => {
      try {
        Object.assign(msg, codec.encode(msg, config));
      } catch ({ message }) {
        this.status({ fill: "red", shape: "dot", text: message });
        done(message);
        return;
      }
      this.status(codec.statusOf(msg.milesight, `${msg.milesight.bytes.length} bytes`));
      send(msg);
      done();
    });
  }

  const settings = {
    milesightEncodeModels: { value: codec.modelChoices, exportable: true },
    milesightEncodeServers: { value: codec.serverChoices, exportable: true },
    milesightEncodePriorities: { value: codec.priorityChoices, exportable: true },
  };
  RED.nodes.registerType("milesight-encode", MilesightEncode, { settings });
};
