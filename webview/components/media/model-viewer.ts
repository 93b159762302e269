import type { BufferGeometry } from "three";
import {
  AmbientLight,
  Box3,
  DirectionalLight,
  Mesh,
  MeshStandardMaterial,
  PerspectiveCamera,
  Points,
  PointsMaterial,
  Scene,
  Vector3,
  WebGLRenderer,
  type Material,
  type Object3D,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import { OBJLoader } from "three/addons/loaders/OBJLoader.js";
import { PLYLoader } from "three/addons/loaders/PLYLoader.js";
import { STLLoader } from "three/addons/loaders/STLLoader.js";

/** Shows a 3D model that can be turned, moved and zoomed. Rejects if the file cannot be read or the machine has no WebGL. */
export async function modelViewer(
  parent: HTMLElement,
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  mode: unknown,
): Promise<{ readonly destroy: () => void }> {
  const model = await parse(bytes, name);
  let renderer: WebGLRenderer;
  try {
    renderer = new WebGLRenderer({ antialias: true, alpha: true });
  } catch {
    throw new Error("this machine offers no WebGL. Save the file and open it with another program.");
  }
  if (mode === "wireframe" || mode === "point_cloud") restyle(model, mode);
  const scene = new Scene();
  scene.add(model, new AmbientLight(0xffffff, 0.9));
  const light = new DirectionalLight(0xffffff, 2.2);
  light.position.set(1, 2, 1.5);
  scene.add(light);

  const box = new Box3().setFromObject(model);
  const size = box.getSize(new Vector3()).length() || 1;
  const centre = box.getCenter(new Vector3());
  const camera = new PerspectiveCamera(45, 1, size / 1000, size * 100);
  // The camera stands so far away that the model stays in view whichever way it is turned.
  const distance = (size / 2 / Math.sin((camera.fov * Math.PI) / 360)) * 1.05;
  camera.position.copy(centre).add(new Vector3(0.6, 0.45, 0.9).setLength(distance));
  const controls = new OrbitControls(camera, renderer.domElement);
  controls.target.copy(centre);

  // The model is drawn only when something has changed.
  const draw = () => renderer.render(scene, camera);
  const fit = () => {
    const { clientWidth: width, clientHeight: height } = parent;
    if (width === 0 || height === 0) return;
    camera.aspect = width / height;
    camera.updateProjectionMatrix();
    renderer.setPixelRatio(devicePixelRatio);
    renderer.setSize(width, height);
    draw();
  };
  parent.append(renderer.domElement);
  controls.addEventListener("change", draw);
  controls.update();
  const observer = new ResizeObserver(fit);
  observer.observe(parent);
  fit();
  return {
    destroy() {
      observer.disconnect();
      controls.dispose();
      renderer.dispose();
      renderer.domElement.remove();
    },
  };
}

async function parse(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Object3D> {
  const buffer = bytes.slice().buffer;
  const text = () => new TextDecoder().decode(bytes);
  switch (name.slice(name.lastIndexOf(".") + 1).toLowerCase()) {
    case "glb":
    case "gltf":
      return (await new GLTFLoader().parseAsync(buffer, "")).scene;
    case "obj":
      return plain(new OBJLoader().parse(text()));
    case "stl":
      return meshOf(new STLLoader().parse(buffer));
    case "ply":
      return meshOf(new PLYLoader().parse(buffer));
    default:
      throw new Error(
        `the format of '${name}' is not supported. Supported are .glb, .gltf, .obj, .stl and .ply.`,
      );
  }
}

/** Models without materials of their own are drawn grey, so that their shape can be seen. */
function plain(model: Object3D): Object3D {
  model.traverse((part) => {
    if (part instanceof Mesh) part.material = new MeshStandardMaterial({ color: 0xb0b0b8 });
  });
  return model;
}

function meshOf(geometry: BufferGeometry): Object3D {
  geometry.computeVertexNormals();
  const coloured = geometry.hasAttribute("color");
  return new Mesh(
    geometry,
    new MeshStandardMaterial({ color: coloured ? 0xffffff : 0xb0b0b8, vertexColors: coloured }),
  );
}

function restyle(model: Object3D, mode: "wireframe" | "point_cloud"): void {
  const meshes: Mesh[] = [];
  model.traverse((part) => {
    if (part instanceof Mesh) meshes.push(part as Mesh);
  });
  for (const mesh of meshes) {
    if (mode === "point_cloud")
      mesh.parent?.add(new Points(mesh.geometry, new PointsMaterial({ size: 0.01, color: 0x8888aa })));
    for (const material of [mesh.material].flat() as (Material & { wireframe?: boolean })[]) {
      material.wireframe = mode === "wireframe";
      material.visible = mode === "wireframe";
    }
  }
}
