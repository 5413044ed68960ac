package dev.gleaner.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number as it was written. Its value may be beyond any type, as that of 1e9999999999: then it
 * has none as a decimal, and is infinite as a double. Immutable.
 */
final class WrittenNumber extends NumericNode {
    private static final long serialVersionUID = 1L;

    private final String text;

    /**
     * @param text a number by the grammar of JSON
     */
    WrittenNumber(String text) {
        this.text = text;
    }

    @Override
    public String asText() {
        return text;
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeNumber(text);
    }

    @Override
    public boolean isFloatingPointNumber() {
        return true;
    }

    @Override
    public JsonToken asToken() {
        return JsonToken.VALUE_NUMBER_FLOAT;
    }

    @Override
    public JsonParser.NumberType numberType() {
        return JsonParser.NumberType.BIG_DECIMAL;
    }

    @Override
    public Number numberValue() {
        return decimalValue();
    }

    /**
     * @throws NumberFormatException if no decimal can hold it
     */
    @Override
    public BigDecimal decimalValue() {
        return new BigDecimal(text);
    }

    @Override
    public double doubleValue() {
        return Double.parseDouble(text);
    }

    /**
     * @throws ArithmeticException if it is beyond what a double holds: nobody wants its digits
     */
    @Override
    public BigInteger bigIntegerValue() {
        if (Double.isInfinite(doubleValue())) {
            throw new ArithmeticException("a number beyond the range of a double");
        }
        return decimalValue().toBigInteger();
    }

    @Override
    public float floatValue() {
        return Float.parseFloat(text);
    }

    @Override
    public short shortValue() {
        return (short) intValue();
    }

    @Override
    public int intValue() {
        return (int) doubleValue();
    }

    @Override
    public long longValue() {
        return (long) doubleValue();
    }

    @Override
    public boolean canConvertToExactIntegral() {
        return !Double.isInfinite(doubleValue())
                && decimalValue().stripTrailingZeros().scale() <= 0;
    }

    @Override
    public boolean canConvertToInt() {
        double value = doubleValue();
        return value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
    }

    @Override
    public boolean canConvertToLong() {
        double value = doubleValue();
        return value >= Long.MIN_VALUE && value < 0x1p63;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WrittenNumber number && text.equals(number.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
