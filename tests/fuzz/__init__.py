"""Long runs that try to lose a photo, and the short seeded sample of each that the suite keeps."""
