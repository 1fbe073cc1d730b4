// Reads a code with the camera, where this browser can; elsewhere a photo of it goes to the server, which can.
self.leadfast ??= {};
leadfast.scan = (() => {
  const dialog = document.getElementById("scanner");
  const sees = document.getElementById("scanner-sees");
  const says = document.getElementById("scanner-says");

  async function read() {
    const detector = new BarcodeDetector();
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    sees.srcObject = stream;
    await sees.play();
    dialog.showModal();
    try {
      while (dialog.open) {
        const [code] = await detector.detect(sees);
        if (code?.rawValue) return code.rawValue;
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      return "";
    } finally {
      stream.getTracks().forEach((track) => track.stop());
      if (dialog.open) dialog.close();
    }
  }

  document.getElementById("scanner-close").addEventListener("click", () => dialog.close());
  return {
    can: "BarcodeDetector" in self && Boolean(navigator.mediaDevices?.getUserMedia),
    async code() {
      try {
        return await read();
      } catch {
        says.textContent = "The camera cannot be used here.";
        return null;
      }
    },
  };
})();
