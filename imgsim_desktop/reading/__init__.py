"""Reading: bytes -> what we know about one picture. The only home of Pillow and the decoders."""
