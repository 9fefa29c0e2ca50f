package io.weighbridge.bench.route;

import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.LogisticModel;
import io.weighbridge.routing.Policy;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The logistic models of a policy as one ONNX graph in double precision: {@code Sigmoid(values × Gather(weights, indices) +
 * bias)}, inputs {@code indices} [n] and {@code values} [1, n], output {@code p} [1, models]. Written in the wire format of
 * protocol buffers by the field numbers of onnx.proto3.
 */
final class OnnxModel {
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;
    private static final int INT64 = 7;
    private static final int DOUBLE = 11;

    private OnnxModel() {}

    /** @throws IllegalArgumentException unless every model of the policy is logistic */
    static byte[] of(Policy policy) {
        int models = policy.candidates().size();
        int features = policy.features().dimension();
        ByteBuffer weights = buffer(features * models);
        ByteBuffer biases = buffer(models);
        for (int k = 0; k < models; k++) {
            Candidate candidate = policy.candidates().get(k);
            if (!(candidate.quality().perCall() instanceof LogisticModel model)) {
                throw new IllegalArgumentException(candidate.model() + ": per_call must be logistic");
            }
            biases.putDouble(k * Double.BYTES, model.bias());
            for (int i = 0; i < model.weights().size(); i++) {
                int at = model.weights().index(i) * models + k;
                weights.putDouble(at * Double.BYTES, model.weights().value(i));
            }
        }
        Message graph = new Message()
                .message(1, node("Gather", "rows", "weights", "indices"))
                .message(1, node("MatMul", "product", "values", "rows"))
                .message(1, node("Add", "logOdds", "product", "biases"))
                .message(1, node("Sigmoid", "p", "logOdds"))
                .text(2, "logistic")
                .message(5, tensor("weights", weights, features, models))
                .message(5, tensor("biases", biases, 1, models))
                .message(11, value("indices", INT64, new Message().text(2, "n")))
                .message(11, value("values", DOUBLE, new Message().number(1, 1), new Message().text(2, "n")))
                .message(12, value("p", DOUBLE, new Message().number(1, 1), new Message().number(1, models)));
        return new Message()
                .number(1, IR_VERSION)
                .message(8, new Message().number(2, OPERATOR_SET))
                .message(7, graph)
                .bytes();
    }

    private static Message node(String operator, String output, String... inputs) {
        Message node = new Message();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, operator);
    }

    private static Message tensor(String name, ByteBuffer data, long... dimensions) {
        Message tensor = new Message();
        for (long dimension : dimensions) {
            tensor.number(1, dimension);
        }
        return tensor.number(2, DOUBLE).text(8, name).data(9, data.array());
    }

    private static Message value(String name, int type, Message... dimensions) {
        Message shape = new Message();
        for (Message dimension : dimensions) {
            shape.message(1, dimension);
        }
        Message tensorType = new Message().number(1, type).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensorType));
    }

    private static ByteBuffer buffer(int doubles) {
        return ByteBuffer.allocate(doubles * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Fields of a protocol buffers message, in the order written. */
    private static final class Message {
        private static final int VARINT = 0;
        private static final int LENGTH_DELIMITED = 2;

        private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3 | VARINT);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return data(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return data(field, value.bytes());
        }

        Message data(int field, byte[] value) {
            varint((long) field << 3 | LENGTH_DELIMITED);
            varint(value.length);
            fields.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return fields.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while (rest > 0x7F) {
                fields.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            fields.write((int) rest);
        }
    }
}
