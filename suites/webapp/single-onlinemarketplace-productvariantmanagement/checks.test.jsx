import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import VariantManagement from './productVariantManagement';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Managing product variants succeeds.', async () => {
  fetchMock.post('/api/products/1/variants', { status: 200, body: { id: 1, size: 'M', color: 'Red' } });

  await act(async () => { render(<MemoryRouter><VariantManagement productId={1} /></MemoryRouter>); });
  expect(screen.queryByText('Variant added successfully')).toBeNull(); // added
  expect(screen.queryByText('Invalid variant details')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText('Size'), { target: { value: 'M' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Add Variant')); });

  expect(fetchMock.calls('/api/products/1/variants').length).toBe(1);
  expect(screen.getByText('Variant added successfully')).toBeInTheDocument();
  expect(screen.queryByText('Invalid variant details')).toBeNull(); // added
}, 10000);

test('Managing product variants fails with error message.', async () => {
  fetchMock.post('/api/products/1/variants', { status: 400, body: { message: 'Invalid variant details' } });

  await act(async () => { render(<MemoryRouter><VariantManagement productId={1} /></MemoryRouter>); });
  expect(screen.queryByText('Variant added successfully')).toBeNull(); // added
  expect(screen.queryByText('Invalid variant details')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText('Size'), { target: { value: '' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Add Variant')); });

  expect(fetchMock.calls('/api/products/1/variants').length).toBe(1);
  expect(screen.getByText('Invalid variant details')).toBeInTheDocument();
  expect(screen.queryByText('Variant added successfully')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Managing product variants succeeds, after a failure', async () => {
  fetchMock.post('/api/products/1/variants', { status: 400, body: { message: 'Invalid variant details' } });

  await act(async () => { render(<MemoryRouter><VariantManagement productId={1} /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Size'), { target: { value: '' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Add Variant')); });

  fetchMock.reset();
  fetchMock.post('/api/products/1/variants', { status: 200, body: { id: 1, size: 'M', color: 'Red' } });
  if (screen.queryAllByLabelText('Size').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText('Size'), { target: { value: 'M' } }); });
  if (screen.queryAllByText('Add Variant').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Add Variant')); });

  if (screen.queryAllByText('Variant added successfully').length) expect(screen.queryByText('Invalid variant details')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Managing product variants fails with error message, after a success', async () => {
  fetchMock.post('/api/products/1/variants', { status: 200, body: { id: 1, size: 'M', color: 'Red' } });

  await act(async () => { render(<MemoryRouter><VariantManagement productId={1} /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Size'), { target: { value: 'M' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Add Variant')); });

  fetchMock.reset();
  fetchMock.post('/api/products/1/variants', { status: 400, body: { message: 'Invalid variant details' } });
  if (screen.queryAllByLabelText('Size').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText('Size'), { target: { value: '' } }); });
  if (screen.queryAllByText('Add Variant').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Add Variant')); });

  if (screen.queryAllByText('Invalid variant details').length) expect(screen.queryByText('Variant added successfully')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Managing product variants succeeds, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/products/2/variants', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><VariantManagement productId={2} /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Size'), { target: { value: 'M' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Add Variant')); });
  expect(screen.queryByText('Variant added successfully')).toBeNull();
  expect(screen.queryByText('Invalid variant details')).toBeNull();
  await act(async () => { answer({ status: 200, body: { id: 1, size: 'M', color: 'Red' } }); });

  expect(screen.getByText('Variant added successfully')).toBeInTheDocument();
}, 10000);
