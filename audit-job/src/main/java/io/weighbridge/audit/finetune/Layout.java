package io.weighbridge.audit.finetune;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonpCharacterEscapes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** How an example is written as a line of JSON. */
enum Layout {
    /**
     * {@code {"messages":[...]}}, as OpenAI's supervised fine-tuning reads it. Answers given earlier in the conversation, which
     * nobody verified, have weight 0. Trainers of Hugging Face read the same file as a conversation and learn every turn.
     */
    OPENAI {
        @Override
        void write(JsonGenerator json, ChatExample example) throws IOException {
            json.writeArrayFieldStart("messages");
            for (ChatMessage turn : example.prompt()) {
                message(json, turn, turn.role().equals(ChatMessage.ASSISTANT));
            }
            message(json, new ChatMessage(ChatMessage.ASSISTANT, example.answer()), false);
            json.writeEndArray();
        }
    },
    /** {@code {"prompt":[...],"completion":[...]}}, conversational prompt and completion of TRL: only the completion is learned. */
    HUGGINGFACE {
        @Override
        void write(JsonGenerator json, ChatExample example) throws IOException {
            messages(json, "prompt", example.prompt());
            messages(json, "completion", List.of(new ChatMessage(ChatMessage.ASSISTANT, example.answer())));
        }
    };

    /** Line separators of Unicode are escaped, as some readers of lines end a line at them. */
    private static final JsonFactory JSON = new JsonFactory().setCharacterEscapes(JsonpCharacterEscapes.instance());

    /** As options spell it: "openai", "huggingface". */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One line without its line feed. */
    String line(ChatExample example) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            write(json, example);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    abstract void write(JsonGenerator json, ChatExample example) throws IOException;

    private static void messages(JsonGenerator json, String field, List<ChatMessage> messages) throws IOException {
        json.writeArrayFieldStart(field);
        for (ChatMessage each : messages) {
            message(json, each, false);
        }
        json.writeEndArray();
    }

    private static void message(JsonGenerator json, ChatMessage message, boolean isNotLearned) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", message.role());
        json.writeStringField("content", message.content());
        if (isNotLearned) {
            json.writeNumberField("weight", 0);
        }
        json.writeEndObject();
    }
}
