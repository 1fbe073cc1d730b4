// A photo as it was taken; smaller only where this phone has no room for it.
self.leadfast ??= {};
leadfast.photo = (() => {
  const SIZES = [[1600, 0.75], [1000, 0.6]];

  async function smaller(photo, longest, quality) {
    const picture = await createImageBitmap(photo);
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  }

  // Ever smaller ones; a file that is no picture this browser knows has none.
  async function* smallerOnes(photo) {
    for (const [longest, quality] of SIZES) {
      try {
        const made = await smaller(photo, longest, quality);
        if (made && made.size < photo.size) yield made;
      } catch {
        return;
      }
    }
  }

  return { smallerOnes };
})();
