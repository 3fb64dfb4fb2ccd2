// Compiles XML Schemas into the compact grammars of schemas/grammar: element order, cardinality, types, attributes.
// usage: node libs/syntax/generate/grammar.mjs FOLDER, where FOLDER holds ubl-2.1, cii-d16b, cii-d22b and cdar.
// Not taken over: the schemas of XML signatures that UBL imports; signature content is read over (see docs of checkStructure).
import { XmlDocument } from 'libxml2-wasm';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const XSD = 'http://www.w3.org/2001/XMLSchema';
const SIGNATURES = /xmldsig|XAdES|Signature(Aggregate|Basic)|CommonSignature|SignatureComponents/;

const GRAMMARS = [
  {
    id: 'ubl-2.1',
    title: 'UBL 2.1 Invoice and CreditNote (OASIS)',
    files: ['ubl-2.1/maindoc/UBL-Invoice-2.1.xsd', 'ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd'],
  },
  {
    id: 'cii-d16b',
    title: 'Cross Industry Invoice D16B, code lists not bound (UN/CEFACT)',
    files: ['cii-d16b/uncoupled/uncefact/data/standard/CrossIndustryInvoice_100pD16B.xsd'],
  },
  {
    id: 'cii-d22b',
    title: 'Cross Industry Invoice D22B (UN/CEFACT)',
    files: ['cii-d22b/CrossIndustryInvoice_100pD22B.xsd'],
  },
  {
    id: 'cdar-d22b',
    title: 'Cross Domain Acknowledgement and Response D22B (UN/CEFACT)',
    files: ['cdar/CrossDomainAcknowledgementAndResponse_100pD22B.xsd'],
  },
];

class Schemas {
  loaded = new Set();
  documents = [];
  elements = new Map();
  types = new Map();

  load(file) {
    const path = resolve(file);
    if (this.loaded.has(path) || SIGNATURES.test(path)) return;
    this.loaded.add(path);
    const document = XmlDocument.fromBuffer(readFileSync(path));
    this.documents.push(document);
    const { root } = document;
    const target = root.attr('targetNamespace')?.value ?? '';
    for (const node of root.find('*')) {
      const name = node.attr('name')?.value;
      if (node.name === 'element') this.elements.set(`${target}|${name}`, { node, root, target });
      if (node.name === 'complexType' || node.name === 'simpleType')
        this.types.set(`${target}|${name}`, { node, root, target });
      const location = node.attr('schemaLocation')?.value;
      if ((node.name === 'import' || node.name === 'include') && location) this.load(join(dirname(path), location));
    }
  }
}

class Compiler {
  namespaces = [];
  simple = [];
  types = [];
  simpleKeys = new Map();
  typeKeys = new Map();

  constructor(schemas) {
    this.schemas = schemas;
  }

  namespace(uri) {
    if (!this.namespaces.includes(uri)) this.namespaces.push(uri);
    return this.namespaces.indexOf(uri);
  }

  qname(text, root) {
    const [prefix, local] = text.includes(':') ? text.split(':') : ['', text];
    const uri =
      root.nsDeclarations[prefix] ?? (prefix === '' ? (root.attr('targetNamespace')?.value ?? '') : undefined);
    if (uri === undefined) throw new Error(`undeclared prefix in ${text}`);
    return { uri, local, key: `${uri}|${local}` };
  }

  element({ node, root, target }) {
    const type = node.attr('type')?.value;
    if (type) return this.namedType(this.qname(type, root));
    const inline = node.find('*').find((child) => child.name === 'complexType' || child.name === 'simpleType');
    if (!inline) throw new Error(`element without type: ${node.attr('name')?.value}`);
    return this.add(this.complex({ node: inline, root, target }));
  }

  namedType(name) {
    if (this.typeKeys.has(name.key)) return this.typeKeys.get(name.key);
    const index = this.types.push(null) - 1;
    this.typeKeys.set(name.key, index);
    const declared = this.schemas.types.get(name.key);
    if (name.uri === XSD || declared?.node.name === 'simpleType') this.types[index] = { s: this.simpleType(name) };
    else if (declared) this.types[index] = this.complex(declared);
    else throw new Error(`unknown type ${name.key}`);
    return index;
  }

  add(type) {
    return this.types.push(type) - 1;
  }

  complex({ node, root, target }) {
    const result = { a: [] };
    this.attributes(node, root, result.a);
    for (const part of node.find('*')) {
      if (part.name === 'simpleContent') this.simpleContent(part, root, target, result);
      else if (part.name === 'sequence') Object.assign(result, this.sequence(part, root, target));
      else if (part.name === 'choice') result.c = this.particles(part, root, target);
      else if (!['annotation', 'attribute'].includes(part.name)) throw new Error(`not handled: ${part.name}`);
    }
    if (result.a.length === 0) delete result.a;
    return result;
  }

  sequence(node, root, target) {
    const inner = node.find('*').filter((part) => part.name !== 'annotation');
    if (inner.length === 1 && inner[0].name === 'any') return { any: inner[0].attr('namespace')?.value ?? '##any' };
    return { m: this.particles(node, root, target) };
  }

  particles(node, root, target) {
    const names = new Set();
    return node
      .find('*')
      .filter((part) => part.name !== 'annotation')
      .map((part) => {
        if (part.name !== 'element') throw new Error(`not handled in a content model: ${part.name}`);
        const min = Number(part.attr('minOccurs')?.value ?? 1);
        const max = part.attr('maxOccurs')?.value === 'unbounded' ? -1 : Number(part.attr('maxOccurs')?.value ?? 1);
        const ref = part.attr('ref')?.value;
        const name = ref ? this.qname(ref, root) : { uri: target, local: part.attr('name').value };
        const declared = ref ? this.schemas.elements.get(name.key) : { node: part, root, target };
        if (names.has(name.local)) throw new Error(`${name.local} stands twice in a content model`);
        names.add(name.local);
        // Elements of schemas that were left out (signatures) may hold anything.
        const type = declared ? this.element(declared) : this.add({ any: '##any' });
        return [name.local, this.namespace(name.uri), type, min, max];
      });
  }

  simpleContent(node, root, target, result) {
    const derivation = node.find('*').find((part) => part.name === 'extension' || part.name === 'restriction');
    const base = this.qname(derivation.attr('base').value, root);
    const declared = this.schemas.types.get(base.key);
    if (declared?.node.name === 'complexType') {
      const inherited = this.types[this.namedType(base)];
      result.s = inherited.s;
      result.a = (inherited.a ?? []).map((entry) => [...entry]);
    } else result.s = this.simpleType(base);
    if (derivation.name === 'restriction') this.refuseFacets(derivation);
    this.attributes(derivation, root, result.a);
  }

  refuseFacets(node) {
    const facet = node.find('*').find((part) => !['attribute', 'annotation'].includes(part.name));
    if (facet) throw new Error(`facet on simple content: ${facet.name}`);
  }

  attributes(node, root, into) {
    for (const part of node.find('*').filter((child) => child.name === 'attribute')) {
      const name = part.attr('name')?.value;
      if (!name) throw new Error('attribute by reference');
      const at = into.findIndex((entry) => entry[0] === name);
      if (at >= 0) into.splice(at, 1);
      const use = part.attr('use')?.value ?? 'optional';
      if (use === 'prohibited') continue;
      const type = this.simpleType(this.qname(part.attr('type').value, root));
      const fixed = part.attr('fixed')?.value;
      into.push([name, type, use === 'required' ? 1 : 0, ...(fixed === undefined ? [] : [fixed])]);
    }
  }

  simpleType(name) {
    if (this.simpleKeys.has(name.key)) return this.simpleKeys.get(name.key);
    const entry = name.uri === XSD ? { b: name.local } : this.restriction(name);
    const same = this.simple.findIndex((known) => JSON.stringify(known) === JSON.stringify(entry));
    const index = same >= 0 ? same : this.simple.push(entry) - 1;
    this.simpleKeys.set(name.key, index);
    return index;
  }

  restriction(name) {
    const declared = this.schemas.types.get(name.key);
    if (!declared) throw new Error(`unknown simple type ${name.key}`);
    const node = declared.node.find('*').find((part) => part.name === 'restriction');
    if (!node) throw new Error(`not a restriction: ${name.key}`);
    const entry = { ...this.simple[this.simpleType(this.qname(node.attr('base').value, declared.root))] };
    const codes = [];
    for (const facet of node.find('*')) {
      const value = facet.attr('value')?.value;
      if (facet.name === 'enumeration') codes.push(value);
      else if (facet.name === 'minLength') entry.min = Number(value);
      else if (facet.name === 'maxLength') entry.max = Number(value);
      else if (facet.name !== 'annotation') throw new Error(`facet not handled: ${facet.name}`);
    }
    if (codes.length > 0) entry.e = codes;
    return entry;
  }
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: grammar.mjs FOLDER');
const out = new URL('../../../schemas/grammar/', import.meta.url);
mkdirSync(out, { recursive: true });
for (const { id, title, files } of GRAMMARS) {
  const schemas = new Schemas();
  for (const file of files) schemas.load(join(folder, file));
  const compiler = new Compiler(schemas);
  const roots = {};
  for (const file of files) {
    const name = /(Invoice|CreditNote|CrossIndustryInvoice|CrossDomainAcknowledgementAndResponse)[-_]/.exec(
      file.split('/').pop(),
    )[1];
    const [key, declared] = [...schemas.elements].find(([entry]) => entry.endsWith(`|${name}`) && entry.includes(name));
    roots[name] = [compiler.namespace(key.split('|')[0]), compiler.element(declared)];
  }
  // Global elements that are reached: what an extension holds of them is checked too, as processContents="lax" says.
  const globals = {};
  for (const [key, declared] of schemas.elements) {
    const [uri, local] = key.split('|');
    const type = declared.node.attr('type')?.value;
    const known = type && compiler.typeKeys.get(compiler.qname(type, declared.root).key);
    if (known !== undefined && compiler.namespaces.includes(uri))
      globals[`${compiler.namespace(uri)} ${local}`] = known;
  }
  const { namespaces, simple, types } = compiler;
  const rows = (list) => `[\n${list.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`;
  const text = `{"id":${JSON.stringify(id)},"title":${JSON.stringify(title)},\n"namespaces":${rows(namespaces)},\n"roots":${JSON.stringify(roots)},\n"simple":${rows(simple)},\n"types":${rows(types)},\n"globals":${JSON.stringify(id.startsWith('ubl') ? globals : {})}}\n`;
  writeFileSync(new URL(`${id}.json`, out), text);
  console.log(id, `${types.length} types, ${simple.length} simple types, ${text.length} bytes`);
}
