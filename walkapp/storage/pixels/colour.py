"""From whatever a camera or drawing tool stores to opaque sRGB."""

from io import BytesIO

from PIL import Image

_OPAQUE = ("RGB", "L", "CMYK")


def resizable(image: Image.Image) -> Image.Image:
    """The same picture in a mode that can be scaled smoothly: RGB, RGBA, L or CMYK."""
    if image.mode.startswith("I"):
        # 16 bits of grey, of which the lower eight cannot be seen; `convert` alone would clip.
        image = image.point(lambda value: value / 256).convert("L")
        image.info.pop("transparency", None)
    if image.mode == "RGBA" or image.mode in _OPAQUE and not image.has_transparency_data:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Flatten on white and turn wide-gamut or print colours into sRGB."""
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    if not profile:
        return image.convert("RGB")
    return _by_profile(image, profile)


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    # Loaded for the few pictures that carry a profile.
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image.convert("RGB")
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that is broken or for other pixels costs shades, never the picture.
        return image.convert("RGB")
    return converted or image.convert("RGB")
