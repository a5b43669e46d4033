import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import YourComponent from './viewCookingInstructions';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('View Cooking Instructions successfully', async () => {
  fetchMock.get('/api/recipe/1/instructions', { body: [{ step: 'Preheat oven to 350F' }], status: 200 });

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  expect(screen.queryByText('Preheat oven to 350F')).toBeNull(); // added
  expect(screen.queryByText('Error fetching instructions')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('View Instructions')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Preheat oven to 350F')).toBeInTheDocument();
  expect(screen.queryByText('Error fetching instructions')).toBeNull(); // added
}, 10000);

test('View Cooking Instructions failure shows error message', async () => {
  fetchMock.get('/api/recipe/1/instructions', { body: { message: 'Error fetching instructions' }, status: 500 });

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  expect(screen.queryByText('Preheat oven to 350F')).toBeNull(); // added
  expect(screen.queryByText('Error fetching instructions')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('View Instructions')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Error fetching instructions')).toBeInTheDocument();
  expect(screen.queryByText('Preheat oven to 350F')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('View Cooking Instructions successfully, after a failure', async () => {
  fetchMock.get('/api/recipe/1/instructions', { body: { message: 'Error fetching instructions' }, status: 500 });

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('View Instructions')); });

  fetchMock.reset();
  fetchMock.get('/api/recipe/1/instructions', { body: [{ step: 'Preheat oven to 350F' }], status: 200 });
  if (screen.queryAllByText('View Instructions').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('View Instructions')); });

  if (screen.queryAllByText('Preheat oven to 350F').length) expect(screen.queryByText('Error fetching instructions')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('View Cooking Instructions successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/recipe/1/instructions', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('View Instructions')); });
  expect(screen.queryByText('Chop the onions')).toBeNull();
  expect(screen.queryByText('Error fetching instructions')).toBeNull();
  await act(async () => { answer({ body: [{ step: 'Chop the onions' }, { step: 'Fry them' }], status: 200 }); });

  expect(screen.getByText('Chop the onions')).toBeInTheDocument();
  expect(screen.getByText('Fry them')).toBeInTheDocument();
}, 10000);
