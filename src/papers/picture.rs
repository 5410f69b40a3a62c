//! Draws the pictures of Word documents anew, so that nothing of a supplied file but what it shows is read outside the process
//! that opens papers: no place where a photograph was taken, no part that was cut off.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// The largest width and height of a picture that is read, in pixels.
const MAX_SIDE: u32 = 30_000;

/// How much memory the reading of a picture may take, in bytes.
const MAX_BYTES: u64 = 600 * 1024 * 1024;

/// How many pixels there are in a point, at most: 300 in an inch.
const PIXELS_PER_POINT: f64 = 300.0 / 72.0;

/// The quality of photographs, of 100.
const QUALITY: u8 = 90;

/// How many points a pixel is wide where the document does not say: 96 in an inch.
const POINTS_PER_PIXEL: f64 = 72.0 / 96.0;

/// A picture that was drawn anew.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    /// The bytes of its file.
    pub(super) bytes: Vec<u8>,
    /// How the name of its file ends: `png` or `jpg`.
    pub(super) ending: &'static str,
    /// Its width on the page, in points.
    pub(super) width: u32,
}

/// Draws a picture that is as wide as this on the page, in points, without what is cut off at each side, in thousandths of a
/// percent. `None` where it can't be read, such as drawings of Windows (EMF, WMF).
pub(super) fn draw(bytes: &[u8], width: u32, cut: [u32; 4]) -> Option<Drawn> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let format = reader.format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    let picture = without(picture, cut)?;
    let width = match width {
        0 => whole(f64::from(picture.width()) * POINTS_PER_PIXEL),
        width => width,
    };
    let most = whole(f64::from(width) * PIXELS_PER_POINT);
    let picture = if most < picture.width() {
        let height = f64::from(picture.height()) * f64::from(most) / f64::from(picture.width());
        // A filter without functions that machines round differently.
        picture.resize_exact(most, whole(height), FilterType::Triangle)
    } else {
        picture
    };
    let mut bytes = Vec::new();
    if format == ImageFormat::Jpeg {
        let picture = DynamicImage::ImageRgb8(picture.into_rgb8());
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).ok()?;
        return Some(Drawn { bytes, ending: "jpg", width });
    }
    let picture = match picture.color().has_alpha() {
        true => DynamicImage::ImageRgba8(picture.into_rgba8()),
        false => DynamicImage::ImageRgb8(picture.into_rgb8()),
    };
    picture.write_with_encoder(PngEncoder::new(&mut bytes)).ok()?;
    Some(Drawn { bytes, ending: "png", width })
}

/// Returns the rest of a picture; `None` where nothing is left.
fn without(picture: DynamicImage, cut: [u32; 4]) -> Option<DynamicImage> {
    if cut == [0; 4] {
        return Some(picture);
    }
    let of = |length: u32, part: u32| whole(f64::from(length) * f64::from(part) / 100_000.0);
    let [left, top, right, bottom] = cut;
    let (left, right) = (of(picture.width(), left), of(picture.width(), right));
    let (top, bottom) = (of(picture.height(), top), of(picture.height(), bottom));
    let width = picture.width().checked_sub(left.checked_add(right)?)?;
    let height = picture.height().checked_sub(top.checked_add(bottom)?)?;
    (width > 0 && height > 0).then(|| picture.crop_imm(left, top, width, height))
}

/// Returns a length as a whole number, at least 1 where there is any.
fn whole(length: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lengths are small and not below zero"
    )]
    let whole = length.round() as u32;
    if length > 0.0 { whole.max(1) } else { whole }
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    /// Returns a picture whose left half is red and whose right half is blue.
    fn halves(format: ImageFormat) -> Vec<u8> {
        let mut picture = RgbImage::new(200, 100);
        for (x, _, pixel) in picture.enumerate_pixels_mut() {
            *pixel = if x < 100 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) };
        }
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn read(drawn: &Drawn) -> DynamicImage {
        image::load_from_memory(&drawn.bytes).unwrap()
    }

    #[test]
    fn each_format_of_the_web_and_of_old_windows_is_drawn() {
        for format in [
            ImageFormat::Png,
            ImageFormat::Jpeg,
            ImageFormat::Gif,
            ImageFormat::Bmp,
            ImageFormat::WebP,
        ] {
            let drawn = draw(&halves(format), 100, [0; 4]).unwrap();
            assert_eq!((read(&drawn).width(), drawn.width), (200, 100), "{format:?}");
            assert_eq!(drawn.ending, if format == ImageFormat::Jpeg { "jpg" } else { "png" });
            assert_eq!(draw(&halves(format), 100, [0; 4]).unwrap(), drawn);
        }
        assert_eq!(draw(b"\x01\0\0\0 EMF", 100, [0; 4]), None);
        assert_eq!(draw(b"", 100, [0; 4]), None);
    }

    #[test]
    fn what_is_cut_off_is_not_in_the_file() {
        let drawn = draw(&halves(ImageFormat::Png), 100, [50_000, 0, 0, 0]).unwrap();
        let picture = read(&drawn).into_rgb8();
        assert_eq!(picture.dimensions(), (100, 100));
        assert!(picture.pixels().all(|pixel| *pixel == Rgb([0, 0, 200])));
        assert_eq!(draw(&halves(ImageFormat::Png), 100, [60_000, 0, 40_000, 0]), None);
    }

    #[test]
    fn no_more_is_kept_than_a_printer_shows() {
        let drawn = draw(&halves(ImageFormat::Jpeg), 24, [0; 4]).unwrap();
        assert_eq!((read(&drawn).width(), read(&drawn).height()), (100, 50));
    }

    #[test]
    fn nothing_is_told_besides_the_picture() {
        // Where it was taken, in a photograph: Exif behind the start of the file.
        let mut photograph = halves(ImageFormat::Jpeg);
        let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\0SECRET PLACE";
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let segment = [&[0xff, 0xe1], &length[..], &exif[..]].concat();
        photograph.splice(2..2, segment);
        let drawn = draw(&photograph, 100, [0; 4]).unwrap();
        assert!(!drawn.bytes.windows(6).any(|window| window == b"SECRET"));
    }

    #[test]
    fn pictures_that_say_they_are_vast_are_not_read() {
        let mut vast = halves(ImageFormat::Bmp);
        vast[18..22].copy_from_slice(&100_000_u32.to_le_bytes());
        assert_eq!(draw(&vast, 100, [0; 4]), None);
    }
}
