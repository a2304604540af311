"""What every encoder keeps, the working fake and the real one alike; then the real one alone."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.bundled import NAME
from retrieval.encoder import Encoder, SentenceEncoder
from retrieval.errors import ModelError
from retrieval.lean_bert import LeanBert
from tests.fake_encoder import LetterEncoder

TEXTS = (
    "시장은 새 도서관이 내년 봄에 문을 연다고 밝혔다.",
    "The harbour was closed for two days after the storm.",
    "新しい橋の工事は来月から始まる。",
    "中央气象台发布了暴雨预警。",
)
HOSTILE = {
    "empty": "",
    "white space": " \n\t\u3000",
    "NUL": "서울\0부산",
    "lone surrogate": "서울\ud800부산",
    "emoji": "👍🏽👨‍👩‍👧" * 50,
    "one character that becomes eighteen": "ﷺ" * 1000,
    "ten megabytes": "가" * 5_000_000,
    "markers of the tokenizer": "<s></s><pad><mask>",
}
#: Korean, and the same in another language; each must find its own among all.
PAIRS = {
    "정부가 내년 최저임금을 올리기로 했다": "The government decided to raise the minimum wage",
    "태풍으로 항공편이 무더기로 결항됐다": "台風で多くの航空便が欠航した",
    "중앙은행이 기준금리를 동결했다": "中央银行维持基准利率不变",
    "연구진이 새로운 백신을 개발했다": "Researchers have developed a new vaccine",
    "지하철 노조가 파업에 들어갔다": "地下鉄の労働組合がストライキに入った",
    "축구 대표팀이 결승에 진출했다": "国家足球队进入了决赛",
    "산불이 사흘 만에 꺼졌다": "The forest fire was put out after three days",
    "전기차 배터리 공장이 문을 열었다": "電気自動車の電池工場が開業した",
    "쌀 수확량이 크게 줄었다": "水稻产量大幅下降",
    "법원이 개인정보 유출 소송에서 원고의 손을 들어줬다": (
        "The court ruled for the plaintiffs in a suit over leaked personal data"
    ),
    "두 나라 정상이 무역 협정에 서명했다": "両国の首脳が貿易協定に署名した",
    "탐사선이 달 뒷면에 착륙했다": "探测器在月球背面着陆",
}


@pytest.fixture(params=["letters", pytest.param("bundled", marks=pytest.mark.model)])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "letters":
        return LetterEncoder()
    bundled: Encoder = request.getfixturevalue("bundled_encoder")
    return bundled


def test_each_text_gets_one_vector_of_length_one(encoder: Encoder) -> None:
    vectors = encoder.passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder.question(TEXTS[0]).shape == (encoder.dimensions,)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.passages([]).shape == (0, encoder.dimensions)


def test_vectors_come_in_the_order_of_the_texts_whatever_stands_beside_them(
    encoder: Encoder,
) -> None:
    texts = [f"{text} {i}" * (1 + i % 7) for i in range(6) for text in TEXTS]
    together = encoder.passages(texts)
    alone = np.concatenate([encoder.passages([text]) for text in texts])
    assert np.sum(together * alone, axis=1).min() > 0.9995


def test_a_question_is_nearest_to_the_text_that_holds_its_words(encoder: Encoder) -> None:
    vectors = encoder.passages(TEXTS)
    questions = ("새 도서관은 언제?", "How long was the harbour closed?", "新しい橋は?", "暴雨预警")
    for i, question in enumerate(questions):
        assert int(np.argmax(vectors @ encoder.question(question))) == i


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_has_a_vector(encoder: Encoder, text: str) -> None:
    if len(text) > 1_000_000 and isinstance(encoder, LetterEncoder):
        text = text[:10_000]
    vectors = np.vstack([encoder.passages([text]), encoder.question(text)])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_questions_are_answered_while_passages_are_encoded(encoder: Encoder) -> None:
    expected = encoder.question(TEXTS[0])
    backlog = [f"{text} {i}" for i in range(8) for text in TEXTS]
    with ThreadPoolExecutor(3) as pool:
        encoded = [pool.submit(encoder.passages, backlog) for _ in range(2)]
        asked = [pool.submit(encoder.question, TEXTS[0]) for _ in range(6)]
    assert all(float(future.result() @ expected) > 0.9995 for future in asked)
    first, second = (future.result() for future in encoded)
    assert np.allclose(first, second, atol=1e-2)


@pytest.mark.model
def test_meaning_crosses_languages(bundled_encoder: SentenceEncoder) -> None:
    stored = bundled_encoder.passages(list(PAIRS))
    for i, translation in enumerate(PAIRS.values()):
        assert int(np.argmax(stored @ bundled_encoder.question(translation))) == i, translation


@pytest.fixture(scope="module")
def plain_model(bundled_folder: Path) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(
        str(bundled_folder), device="cpu", model_kwargs={"dtype": torch.float32}
    )


@pytest.mark.model
@pytest.mark.parametrize("bfloat16", [True, False], ids=["bfloat16", "float32"])
def test_the_lean_model_agrees_with_plain_sentence_transformers_in_either_precision(
    bundled_folder: Path, plain_model: Any, bfloat16: bool
) -> None:
    texts = [*TEXTS, *PAIRS, " ".join(TEXTS) * 9, "", "비 " * 600]
    expected = plain_model.encode(texts, batch_size=1, show_progress_bar=False)
    found = LeanBert(bundled_folder, bfloat16=bfloat16).encode(texts)
    assert np.sum(found * expected, axis=1).min() > (0.9999 if bfloat16 else 0.999999)


@pytest.mark.model
def test_the_bundled_model_is_given_its_prompts(
    bundled_encoder: SentenceEncoder, plain_model: Any
) -> None:
    passage = plain_model.encode(TEXTS[0], prompt_name="document", show_progress_bar=False)
    question = plain_model.encode(TEXTS[0], prompt_name="query", show_progress_bar=False)
    assert float(bundled_encoder.passages(TEXTS[:1])[0] @ passage) > 0.9999
    assert float(bundled_encoder.question(TEXTS[0]) @ question) > 0.9999


@pytest.mark.model
def test_the_bundled_model_loads_without_the_heavy_libraries(bundled_folder: Path) -> None:
    """They take longer to import than it takes to load, and 200 MB."""
    program = (
        "import sys; from retrieval.encoder import SentenceEncoder;"
        "SentenceEncoder(sys.argv[1], threads=1);"
        "print({'transformers', 'sentence_transformers', 'scipy', 'sklearn'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, bundled_folder], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


@pytest.mark.model
def test_the_name_follows_the_contents_not_the_path(
    bundled_folder: Path, bundled_encoder: SentenceEncoder, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.symlink_to(bundled_folder)
    assert SentenceEncoder(elsewhere, threads=1).name == bundled_encoder.name
    assert bundled_encoder.name.startswith(NAME)


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder of another make: tiny, with random weights."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("models") / "small"
    letters = {letter: i for i, letter in enumerate(["[PAD]", "[UNK]", *map(chr, range(32, 127))])}
    tokenizer = Tokenizer(models.WordLevel(letters, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]"
    ).save_pretrained(folder)
    sizes = {"hidden_size": 16, "intermediate_size": 16, "max_position_embeddings": 1000}
    config = BertConfig(
        vocab_size=len(letters), num_hidden_layers=1, num_attention_heads=2, **sizes
    )
    BertModel(config).save_pretrained(folder)
    return folder


def test_a_model_of_another_make_is_loaded_without_prefixes(small_model: Path) -> None:
    encoder = SentenceEncoder(small_model, threads=1)
    assert encoder.dimensions == 16
    assert np.allclose(encoder.question("rain"), encoder.passages(["rain"])[0], atol=1e-5)
    assert np.allclose(
        encoder.question("rain " * 2000), encoder.question("rain " * 110), atol=1e-5
    ), "only 512 tokens are read"


def test_a_model_of_another_make_may_be_used_by_several_threads(small_model: Path) -> None:
    encoder = SentenceEncoder(small_model, threads=2)
    texts = ["rain " * (1 + i % 30) for i in range(64)]
    expected = encoder.passages(texts)
    with ThreadPoolExecutor(4) as pool:
        encoded = [pool.submit(encoder.passages, texts) for _ in range(8)]
        asked = [pool.submit(encoder.question, texts[i]) for i in range(64)]
    assert all(np.allclose(future.result(), expected, atol=1e-4) for future in encoded)
    found = np.stack([future.result() for future in asked])
    assert np.allclose(found, expected, atol=1e-4)


def test_a_model_of_the_e5_family_gets_its_prefixes(small_model: Path) -> None:
    e5 = small_model.with_name("small-e5")
    shutil.copytree(small_model, e5, dirs_exist_ok=True)
    encoder, plain = SentenceEncoder(e5, threads=1), SentenceEncoder(small_model, threads=1)
    assert np.allclose(encoder.question("rain"), plain.question("query: rain"), atol=1e-5)
    assert np.allclose(encoder.passages(["rain"]), plain.passages(["passage: rain"]), atol=1e-5)
    assert encoder.name != plain.name


def test_a_model_whose_weights_are_cut_short_says_what_to_do(small_model: Path) -> None:
    broken = small_model.with_name("broken")
    shutil.copytree(small_model, broken)
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelError, match=r"Delete that folder.*SOSIK_MODEL"):
        SentenceEncoder(broken, threads=1)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nowhere.*SOSIK_MODEL"):
        SentenceEncoder(tmp_path / "nowhere", threads=1)


@pytest.mark.parametrize("name", ["nobody/no-such-model", "a/b/c", "no such model"])
def test_a_name_that_cannot_be_fetched_says_what_to_do(name: str) -> None:
    with pytest.raises(ModelError, match=r"network.*SOSIK_MODEL to bundled"):
        SentenceEncoder(name, threads=1)
