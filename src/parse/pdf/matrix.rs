//! Plane transforms in the row-vector convention of PDF: `[x y 1] × M`.

use lopdf::Object;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix {
    pub a: f32,
    pub b: f32,
    pub c: f32,
    pub d: f32,
    pub e: f32,
    pub f: f32,
}

impl Matrix {
    pub const IDENTITY: Matrix = Matrix::new(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);

    pub const fn new(a: f32, b: f32, c: f32, d: f32, e: f32, f: f32) -> Matrix {
        Matrix { a, b, c, d, e, f }
    }

    pub fn from_numbers(n: [f32; 6]) -> Matrix {
        Matrix::new(n[0], n[1], n[2], n[3], n[4], n[5])
    }

    /// A six-number array; anything else is `None`.
    pub fn from_object(object: &Object) -> Option<Matrix> {
        let array = object.as_array().ok()?;
        let mut numbers = [0.0; 6];
        if array.len() != numbers.len() {
            return None;
        }
        for (number, object) in numbers.iter_mut().zip(array) {
            *number = object.as_float().ok()?;
        }
        Some(Matrix::from_numbers(numbers))
    }

    /// First `self`, then `next`.
    pub fn then(self, next: Matrix) -> Matrix {
        Matrix {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    pub fn apply(self, x: f32, y: f32) -> (f32, f32) {
        (
            x * self.a + y * self.c + self.e,
            x * self.b + y * self.d + self.f,
        )
    }

    /// Where `self` takes the displacement `(x, y)`.
    pub fn apply_vector(self, x: f32, y: f32) -> (f32, f32) {
        (x * self.a + y * self.c, x * self.b + y * self.d)
    }

    /// How long one unit across comes out, and one unit up.
    pub fn scales(self) -> (f32, f32) {
        (length(self.a, self.b), length(self.c, self.d))
    }

    pub fn is_finite(self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f]
            .iter()
            .all(|n| n.is_finite())
    }
}

/// The length of a vector. Nearly all are along an axis, and `hypot` is slow.
pub(super) fn length(x: f32, y: f32) -> f32 {
    if y == 0.0 {
        x.abs()
    } else if x == 0.0 {
        y.abs()
    } else {
        x.hypot(y)
    }
}
