"use strict";
// Says in <html data-runs> whether Streamlit still owes the page an answer: "acted" once somebody does something, "asked"
// from the moment the page asks for a run until that run, begun after it was asked for, has come to its end and the
// browser has drawn it; "idle" then, and where an act asks for no run.
// The state of the script that Streamlit shows does not say so: it lags behind the asking, and a short run, whose
// beginning and end the page takes in at once, never shows there.
(() => {
  if (window !== window.top) return;
  const RERUN = 11, NEW_SESSION = 4, FINISHED = 6;  // fields of BackMsg and ForwardMsg
  const EARLY = 2;  // finished to begin anew at once
  const GATHERED = 250;  // milliseconds within which Streamlit gathers what was done before it asks for a run
  let asked = 0, answered = 0, begun = false, gathering = 0;
  const state = () => !asked ? "new" : answered < asked ? "asked" : gathering ? "acted" : "idle";
  const say = () => document.documentElement?.setAttribute("data-runs", state());
  const gathered = () => { clearTimeout(gathering); gathering = 0; say(); };
  const acted = () => { clearTimeout(gathering); gathering = setTimeout(gathered, GATHERED); say(); };
  for (const act of ["keydown", "input", "change", "click"]) addEventListener(act, acted, { capture: true, passive: true });
  /** The end was received: it is drawn once the browser has nothing left to do, twice over. */
  const ended = () => {
    const of = asked;
    const drawn = () => { answered = of; say(); };
    requestIdleCallback(() => requestIdleCallback(drawn));
  };
  /** Number and value of each field of a protobuf message; of a message within, its length. */
  const fields = function* (bytes) {
    let at = 0;
    const varint = () => {
      let value = 0, scale = 1, byte;
      do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte & 128);
      return value;
    };
    while (at < bytes.length) {
      const tag = varint(), value = varint();  // neither side sends fixed-width fields at the top
      if ((tag & 7) === 2) at += value;
      yield [Math.floor(tag / 8), value];
    }
  };
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (sent) {
    if (sent instanceof Uint8Array)
      for (const [number] of fields(sent)) if (number === RERUN) { asked += 1; begun = false; gathered(); }
    return send.call(this, sent);
  };
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...where) {
      super(...where);
      this.addEventListener("message", ({ data }) => {
        if (!(data instanceof ArrayBuffer)) return;
        for (const [number, value] of fields(new Uint8Array(data))) {
          if (number === NEW_SESSION) begun = true;
          if (number === FINISHED && begun && value !== EARLY) ended();
        }
      });
    }
  };
})();
